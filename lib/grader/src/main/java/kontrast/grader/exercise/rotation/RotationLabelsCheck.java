package kontrast.grader.exercise.rotation;

import java.util.List;
import kontrast.grader.check.Cases;
import kontrast.grader.check.Check;
import kontrast.grader.check.Oracle;
import kontrast.grader.check.Property;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Value;

/** 3.1: the answers of a batch in which every image stands in all four rotations. */
final class RotationLabelsCheck {

    private static final int TURNS = 4;

    private RotationLabelsCheck() {}

    static Check.Draft create() {
        Oracle oracle = a -> Value.of(stacked((int) a.get(0).number()));
        return Check.of("3.1")
                .example(
                        "Three images A, B, C. Write the twelve rows of the batch down: A, B, C as"
                                + " they are, then all three turned once, and so on; and next to"
                                + " each, how often it is turned.",
                        Call.of(Value.of(3)))
                .property(Property.equal(
                                "is right for batches of many sizes",
                                3,
                                0,
                                Cases.times(6, r -> Call.of(Value.of(r.nextInt(5, 40)))),
                                oracle)
                        .asEssential())
                .property(Property.equal(
                        "is right for a single image", 1, 0, r -> List.of(Call.of(Value.of(1))), oracle));
    }

    /** All images unturned, then all turned once, and so on. */
    private static int[] stacked(int n) {
        int[] labels = new int[TURNS * n];
        int row = 0;
        for (int turns = 0; turns < TURNS; turns++) {
            for (int image = 0; image < n; image++) {
                labels[row++] = turns;
            }
        }
        return labels;
    }
}
