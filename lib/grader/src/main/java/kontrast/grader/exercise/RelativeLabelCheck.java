package kontrast.grader.exercise;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import kontrast.grader.check.Cases;
import kontrast.grader.check.Check;
import kontrast.grader.check.Oracle;
import kontrast.grader.check.Property;
import kontrast.grader.check.Signature;
import kontrast.grader.exercise.PatchExercises.RelativeLabel;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Kind;
import kontrast.grader.worker.Value;

/** Exercise 4.2: on which of its eight sides a patch lies of another one. */
final class RelativeLabelCheck {

    private static final int[] CLOCKWISE = {0, 1, 2, 7, -1, 3, 6, 5, 4};

    private RelativeLabelCheck() {}

    static Check<RelativeLabel> create() {
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
        return Check.of("4.2", "Eight sides of a patch", 3, signature())
                .reference(RelativeLabelCheck::label)
                .example(
                        "A grid of 3 x 3 patches, numbered 0, 1, 2 in the first row and so on; the"
                                + " centre is patch 4, the other one patch 5.",
                        call(4, 5, 3))
                .property(Property.equal("names the side of a neighbour", 3, 0, inside, oracle)
                        .asEssential())
                .property(Property.equal("gives -1 to a patch that is no neighbour", 1, 0, far, oracle))
                .property(Property.equal("is not fooled where a row ends and the next begins", 1, 0, edge, oracle))
                .misconception(
                        "middle counted",
                        (centre, other, cells) -> {
                            int label = label(centre, other, cells);
                            return label > 3 ? label + 1 : label;
                        },
                        "Your labels reach 8: the middle has a number too. It is never an answer, and"
                                + " a network with eight outputs has no place for it.")
                .misconception(
                        "seen from the other patch",
                        (centre, other, cells) -> label(other, centre, cells),
                        "You say where the centre lies, seen from the other patch. The question is"
                                + " the other way round.")
                .misconception(
                        "transposed",
                        (centre, other, cells) -> label(transposed(centre, cells), transposed(other, cells), cells),
                        "You count down the columns. The label 1 is above the centre, the label 3 to" + " its left.")
                .misconception(
                        "clockwise",
                        (centre, other, cells) -> {
                            int label = label(centre, other, cells);
                            return label < 0 ? label : CLOCKWISE[label > 3 ? label + 1 : label];
                        },
                        "You go round the centre clockwise. The text numbers the sides row by row.")
                .misconception(
                        "counted from 1",
                        (centre, other, cells) -> {
                            int label = label(centre, other, cells);
                            return label < 0 ? label : label + 1;
                        },
                        "You count the sides from 1. Classes count from 0.")
                .misconception(
                        "four sides",
                        (centre, other, cells) -> {
                            int label = label(centre, other, cells);
                            return label == 1 || label == 3 || label == 4 || label == 6 ? label : -1;
                        },
                        "You know four neighbours only. Those that touch at a corner are neighbours" + " too.")
                .misconception(
                        "grid of three",
                        (centre, other, cells) -> label(centre, other, 3),
                        "Your rows always have three patches. How many there are, the last argument" + " says.")
                .misconception(
                        "upside down",
                        (centre, other, cells) -> {
                            int label = label(centre, other, cells);
                            return label < 0 || label == 3 || label == 4 ? label : label < 3 ? label + 5 : label - 5;
                        },
                        "Above and below are exchanged: rows are counted from the top.")
                .misconception(
                        "itself a neighbour",
                        (centre, other, cells) -> centre == other ? 4 : label(centre, other, cells),
                        "A patch is no neighbour of itself, and in your answer it gets the label of"
                                + " the one on its right.")
                .misconception(
                        "everything a neighbour",
                        (centre, other, cells) -> signs(centre, other, cells),
                        "Patches far away get a label too: you look at the direction only.")
                .misconception(
                        "differences of numbers",
                        (centre, other, cells) -> byDifference(centre, other, cells),
                        "You look at the difference of the two numbers. The last patch of a row and"
                                + " the first of the next differ by 1, and lie at opposite ends of"
                                + " the image.")
                .build();
    }

    private static Signature<RelativeLabel> signature() {
        return new Signature<>(
                "relativeLabel",
                Kind.INT,
                List.of("centre", "other", "cells"),
                List.of(Kind.INT, Kind.INT, Kind.INT),
                (f, a) -> f.apply((int) a[0], (int) a[1], (int) a[2]));
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

    private static int transposed(int patch, int cells) {
        return patch % cells * cells + patch / cells;
    }

    private static int label(int centre, int other, int cells) {
        return label(other / cells - centre / cells, other % cells - centre % cells);
    }

    private static int label(int dy, int dx) {
        if (Math.max(Math.abs(dy), Math.abs(dx)) != 1) {
            return -1;
        }
        int place = 3 * (dy + 1) + dx + 1;
        return place > 4 ? place - 1 : place;
    }

    private static int signs(int centre, int other, int cells) {
        return label(Integer.signum(other / cells - centre / cells), Integer.signum(other % cells - centre % cells));
    }

    /** Wrong where a row ends: only the difference of the two numbers is looked at. */
    private static int byDifference(int centre, int other, int cells) {
        for (int dy = -1; dy <= 1; dy++) {
            for (int dx = -1; dx <= 1; dx++) {
                if (other - centre == dy * cells + dx) {
                    return label(dy, dx);
                }
            }
        }
        return -1;
    }
}
