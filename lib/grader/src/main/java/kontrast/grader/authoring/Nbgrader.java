package kontrast.grader.authoring;

import com.google.gson.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import kontrast.grader.notebook.Cell;
import kontrast.grader.notebook.CellType;

/**
 * nbgrader's cell metadata, schema version 3.
 *
 * <p>An answer in code is a solution cell, and the check after it an autograded test: locked, with
 * the points. An answer in prose is graded by hand and is both. Given code is locked.
 */
public final class Nbgrader {

    private Nbgrader() {}

    /**
     * Returns nbgrader's checksum of a cell, by which it sees whether the cell was edited.
     *
     * <p>MD5 over, one after another in UTF-8: the source; the cell's type; {@code True} or {@code
     * False} for grade, for solution and for locked; the grade id; and, if it is graded, the points
     * as Python prints a float.
     *
     * @param cell a cell with an nbgrader block
     * @return 32 hexadecimal digits
     * @throws IllegalArgumentException if the cell has no nbgrader block
     */
    public static String checksum(Cell cell) {
        JsonObject block = cell.nbgrader()
                .orElseThrow(() -> new IllegalArgumentException("cell " + cell.id() + " has no nbgrader block"));
        boolean grade = flag(block, "grade");
        boolean solution = flag(block, "solution");
        boolean locked = !solution && (grade || flag(block, "locked"));
        String text = cell.source()
                + cell.type().word()
                + python(grade)
                + python(solution)
                + python(locked)
                + block.get("grade_id").getAsString()
                + (grade ? Double.toString(block.get("points").getAsDouble()) : "");
        try {
            MessageDigest md5 = MessageDigest.getInstance("MD5");
            return HexFormat.of().formatHex(md5.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has MD5", e);
        }
    }

    /** Gives the cell its nbgrader block, with the checksum of its present source. */
    static Cell mark(Cell cell, Part part) {
        boolean answer = part.kind() == Part.Kind.ANSWER;
        boolean prose = cell.type() == CellType.MARKDOWN;
        JsonObject block = new JsonObject();
        block.addProperty("schema_version", 3);
        block.addProperty("grade_id", part.gradeId());
        block.addProperty("grade", part.kind() == Part.Kind.CHECK || (answer && prose));
        block.addProperty("solution", answer);
        block.addProperty("locked", !answer);
        block.addProperty("task", false);
        block.addProperty("cell_type", cell.type().word());
        part.points().ifPresent(points -> block.addProperty("points", points));
        JsonObject metadata = cell.metadata().deepCopy();
        metadata.add("nbgrader", block);
        block.addProperty("checksum", checksum(cell.withMetadata(metadata)));
        return cell.withMetadata(metadata);
    }

    private static boolean flag(JsonObject block, String name) {
        return block.has(name) && block.get(name).getAsBoolean();
    }

    private static String python(boolean value) {
        return value ? "True" : "False";
    }
}
