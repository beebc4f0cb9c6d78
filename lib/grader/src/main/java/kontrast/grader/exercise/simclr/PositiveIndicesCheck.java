package kontrast.grader.exercise.simclr;

import java.util.List;
import kontrast.grader.check.Cases;
import kontrast.grader.check.Check;
import kontrast.grader.check.Oracle;
import kontrast.grader.check.Property;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Value;

/** 11.3: which view is the other view of the same image, in a stacked batch. */
final class PositiveIndicesCheck {

    private PositiveIndicesCheck() {}

    static Check.Draft create() {
        Cases many = Cases.times(6, r -> Call.of(Value.of(r.nextInt(4, 40))));
        Cases one = r -> List.of(Call.of(Value.of(1)));
        return Check.of("11.3")
                .example(
                        "N = 3, so the rows are the first views of images A, B, C and then the second views of A, B,"
                                + " C. Write the six letters in a row, and under each the number of its twin's place.",
                        Call.of(Value.of(3)))
                .property(Property.equal("is right for batches of many sizes", 3, 0, many, oracle())
                        .asEssential())
                .property(Property.equal("is right for a batch of one image", 1, 0, one, oracle()));
    }

    /** Writes both rows of each image down, and lets each name the other. */
    private static Oracle oracle() {
        return a -> {
            int n = (int) a.get(0).number();
            int[] positives = new int[2 * n];
            for (int image = 0; image < n; image++) {
                positives[image] = n + image;
                positives[n + image] = image;
            }
            return Value.of(positives);
        };
    }
}
