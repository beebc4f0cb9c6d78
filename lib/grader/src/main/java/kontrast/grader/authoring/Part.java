package kontrast.grader.authoring;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import kontrast.grader.notebook.CellType;

/**
 * The part that a cell of an exercise master plays.
 *
 * @param exercise the exercise's id, e.g. {@code 11.3}; empty for {@link Kind#SOLUTION}
 * @param kind which part of it
 * @param points what it is worth; empty if this part carries no points
 */
record Part(String exercise, Kind kind, Optional<Number> points) {

    static final String EXERCISE = "exercise";
    static final String KIND = "kind";
    static final String POINTS = "points";
    static final String ALL_OR_NOTHING = "all_or_nothing";

    private static final Pattern ID = Pattern.compile("\\d{1,2}\\.\\d{1,2}");

    /** What a cell is for. */
    enum Kind {
        /** The learner writes here. */
        ANSWER,
        /** The check that the learner runs and the grader scores; carries the points. */
        CHECK,
        /** Given code that must stay as it is. */
        GIVEN,
        /** Its known mistakes; only in the solution notebook. */
        MISTAKES,
        /** Only in the solution notebook. */
        SOLUTION;

        /** Whether only those who teach see it. */
        boolean isForTeachers() {
            return this == MISTAKES || this == SOLUTION;
        }

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Reads a cell's part.
     *
     * @return empty if the cell plays none
     * @throws IllegalArgumentException saying what is missing or wrong
     */
    static Optional<Part> of(MasterCell cell) {
        JsonObject metadata = cell.metadata();
        if (!metadata.has(EXERCISE) && !metadata.has(KIND) && !metadata.has(POINTS)) {
            return Optional.empty();
        }
        Kind kind = kind(metadata);
        Part part = new Part(exercise(metadata, kind), kind, points(metadata));
        part.check(cell.type());
        return Optional.of(part);
    }

    private static Kind kind(JsonObject metadata) {
        String word = text(metadata.get(KIND));
        for (Kind kind : Kind.values()) {
            if (kind.word().equals(word)) {
                return kind;
            }
        }
        throw new IllegalArgumentException(
                "kind must be \"answer\", \"check\", \"given\", \"mistakes\" or \"solution\", found "
                        + metadata.get(KIND));
    }

    private static String exercise(JsonObject metadata, Kind kind) {
        String id = text(metadata.get(EXERCISE));
        if (kind == Kind.SOLUTION && id.isEmpty()) {
            return id;
        }
        if (!ID.matcher(id).matches()) {
            throw new IllegalArgumentException(
                    "exercise must be an id like \"11.3\", in quotes, found " + metadata.get(EXERCISE));
        }
        return id;
    }

    private static Optional<Number> points(JsonObject metadata) {
        JsonElement points = metadata.get(POINTS);
        if (points == null) {
            return Optional.empty();
        }
        boolean number = points.isJsonPrimitive() && points.getAsJsonPrimitive().isNumber();
        if (!number || points.getAsDouble() <= 0 || points.getAsDouble() > 1000) {
            throw new IllegalArgumentException(
                    "points must be a number above 0 and at most 1000, without quotes, found " + points);
        }
        return Optional.of(points.getAsNumber());
    }

    private void check(CellType type) {
        boolean graded = kind == Kind.CHECK || (kind == Kind.ANSWER && type == CellType.MARKDOWN);
        if (graded && points.isEmpty()) {
            throw new IllegalArgumentException("points are missing: write for instance points=4 after kind");
        }
        if (!graded && points.isPresent()) {
            throw new IllegalArgumentException("points belong to the check"
                    + (kind == Kind.ANSWER ? " that follows this answer" : "")
                    + ", not to kind=\""
                    + kind.word()
                    + "\"");
        }
        boolean mustBeCode = kind == Kind.CHECK || kind == Kind.GIVEN;
        boolean mustBeProse = kind == Kind.MISTAKES;
        if (type == CellType.RAW
                || (mustBeProse && type != CellType.MARKDOWN)
                || (mustBeCode && type != CellType.CODE)) {
            throw new IllegalArgumentException("kind=\"" + kind.word() + "\" cannot be a " + type.word() + " cell");
        }
    }

    /**
     * Returns nbgrader's id. nbgrader allows letters, digits, {@code _} and {@code -} only, so 11.3
     * becomes {@code ex11_3} for the answer, {@code ex11_3_check} and {@code ex11_3_given}.
     */
    String gradeId() {
        String stem = "ex" + exercise.replace('.', '_');
        return kind == Kind.ANSWER ? stem : stem + "_" + kind.word();
    }

    private static String text(JsonElement e) {
        return e != null && e.isJsonPrimitive() && e.getAsJsonPrimitive().isString() ? e.getAsString() : "";
    }
}
