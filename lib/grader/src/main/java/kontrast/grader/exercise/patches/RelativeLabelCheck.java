package kontrast.grader.exercise.patches;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import kontrast.grader.check.Cases;
import kontrast.grader.check.Check;
import kontrast.grader.check.Oracle;
import kontrast.grader.check.Property;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Value;

/** Exercise 4.2: on which of its eight sides a patch lies of another one. */
final class RelativeLabelCheck {

    private RelativeLabelCheck() {}

    static Check.Draft create() {
        Oracle oracle = a -> Value.of(side(
                (int) a.get(0).number(), (int) a.get(1).number(), (int) a.get(2).number()));
        Cases inside = r -> {
            int cells = r.nextInt(4, 7);
            int centre = r.nextInt(1, cells - 1) * cells + r.nextInt(1, cells - 1);
            List<Call> calls = new ArrayList<>();
            for (int dy = -1; dy <= 1; dy++) {
                for (int dx = -1; dx <= 1; dx++) {
                    if (dy != 0 || dx != 0) {
                        calls.add(call(centre, centre + dy * cells + dx, cells));
                    }
                }
            }
            return calls;
        };
        Cases far = r -> {
            int cells = r.nextInt(5, 7);
            int centre = 2 * cells + 2;
            return List.of(
                    call(centre, centre, cells),
                    call(centre, centre - 2, cells),
                    call(centre, centre + 2 * cells, cells),
                    call(centre, centre - 2 * cells - 1, cells),
                    call(centre, centre + cells + 2, cells));
        };
        Cases edge = r -> {
            int cells = r.nextInt(4, 7);
            int last = 2 * cells - 1; // the last of row 1
            return List.of(
                    call(last, last + 1, cells),
                    call(last + 1, last, cells),
                    call(last, last + 1 - cells, cells),
                    call(last + 1, last + cells, cells),
                    call(last, last + 1 + cells, cells));
        };
        return Check.of("4.2")
                .example(
                        "A grid of 3 x 3 patches, numbered 0, 1, 2 in the first row and so on; the"
                                + " centre is patch 4, the other one patch 5.",
                        call(4, 5, 3))
                .property(Property.equal("names the side of a neighbour", 3, 0, inside, oracle)
                        .asEssential())
                .property(Property.equal("gives -1 to a patch that is not a neighbour", 1, 0, far, oracle))
                .property(Property.equal("is not fooled where a row ends and the next begins", 1, 0, edge, oracle));
    }

    /** The oracle: goes over the grid to the centre, then looks at each of the eight sides in turn. */
    private static int side(int centre, int other, int cells) {
        int[][] numbers = new int[cells + 2][cells + 2]; // with a border that belongs to nobody
        for (int[] row : numbers) {
            Arrays.fill(row, -1);
        }
        int number = 0;
        int top = 0;
        int left = 0;
        for (int y = 1; y <= cells; y++) {
            for (int x = 1; x <= cells; x++) {
                top = number == centre ? y : top;
                left = number == centre ? x : left;
                numbers[y][x] = number++;
            }
        }
        int[] around = {
            numbers[top - 1][left - 1],
            numbers[top - 1][left],
            numbers[top - 1][left + 1],
            numbers[top][left - 1],
            numbers[top][left + 1],
            numbers[top + 1][left - 1],
            numbers[top + 1][left],
            numbers[top + 1][left + 1]
        };
        return IntStream.range(0, around.length)
                .filter(side -> around[side] == other)
                .findFirst()
                .orElse(-1);
    }

    private static Call call(int centre, int other, int cells) {
        return Call.of(Value.of(centre), Value.of(other), Value.of(cells));
    }
}
