package kontrast.method;

import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.djl.ndarray.NDArray;
import kontrast.data.Examples;
import kontrast.tensor.Transfer;
import kontrast.train.Synthetic;
import kontrast.train.TrainingOptions;
import org.junit.jupiter.api.Test;
import org.opentest4j.AssertionFailedError;

/** That the contract catches who breaks it. */
class MethodContractTest {

    /** Looks at its loss, as one does for a message, and makes a GPU wait for that. */
    private static final class Curious extends Wrapped {

        Curious(Method inner) {
            super(inner);
        }

        @Override
        public NDArray loss(Batch batch) {
            NDArray loss = super.loss(batch);
            if (Transfer.number(loss) > 1e6) {
                System.out.println("a large loss in step " + batch.step());
            }
            return loss;
        }
    }

    @Test
    void aMethodThatReadsAnotherNumberIsCaught() {
        Examples examples = Synthetic.discs(16, 16, 4, 5);
        TrainingOptions options = TrainingOptions.of(4, 8);
        try (Method honest = new SimClrTest().method(3)) {
            MethodContract.assertOneFetchAStep(honest, examples, options);
            assertThrows(
                    AssertionFailedError.class,
                    () -> MethodContract.assertOneFetchAStep(new Curious(honest), examples, options));
        }
    }
}
