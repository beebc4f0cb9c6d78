package kontrast.grader.exercise.moco;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import kontrast.grader.check.Cases;
import kontrast.grader.check.Check;
import kontrast.grader.check.Oracle;
import kontrast.grader.check.Property;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Value;

/** 12.6: the way back from a shuffled batch. */
final class UnshuffleCheck {

    private UnshuffleCheck() {}

    static Check.Draft create() {
        Oracle oracle = a -> {
            List<Double> order = Arrays.stream(a.get(0).data()).boxed().toList();
            return Value.of(IntStream.range(0, order.size())
                    .map(image -> order.indexOf((double) image))
                    .toArray());
        };
        Cases any = Cases.times(6, r -> Call.of(Value.of(order(r, r.nextInt(7, 20)))));
        Cases unchanged = Cases.times(
                2, r -> Call.of(Value.of(IntStream.range(0, r.nextInt(3, 9)).toArray())));
        return Check.of("12.6")
                .example(
                        "order = 2, 0, 1: the images A, B, C go into the key encoder as C, A, B,"
                                + " and the keys come out as c, a, b. In which places do you find a,"
                                + " b and c?",
                        Call.of(Value.of(2, 0, 1)))
                .property(Property.equal("is right for random orders", 3, 0, any, oracle)
                        .asEssential())
                .property(Property.equal("leaves a batch that was not shuffled as it is", 1, 0, unchanged, oracle))
                .property(Property.pure(1, any));
    }

    /** Fisher and Yates. */
    private static int[] order(RandomGenerator r, int n) {
        int[] order = IntStream.range(0, n).toArray();
        for (int i = n - 1; i > 0; i--) {
            int j = r.nextInt(i + 1);
            int swap = order[i];
            order[i] = order[j];
            order[j] = swap;
        }
        return order;
    }
}
