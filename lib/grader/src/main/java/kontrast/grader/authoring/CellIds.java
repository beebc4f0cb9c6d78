package kontrast.grader.authoring;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import kontrast.grader.notebook.Cell;
import kontrast.grader.notebook.CellType;

/**
 * Stable ids: a function of the cell's type and text, so that a new cell above changes no other id.
 * Equal cells are numbered from the top.
 */
final class CellIds {

    private final Map<String, Integer> seen = new HashMap<>();

    /** Returns the id of the next cell of a notebook. */
    String next(CellType type, String source) {
        String id = hash(type, source);
        int copy = seen.merge(id, 1, Integer::sum);
        return copy == 1 ? id : id + "-" + copy;
    }

    /** Whether a cell still has the text from which its id was made. */
    static boolean isUntouched(Cell cell) {
        if (cell.nbgrader().isPresent()) {
            var checksum = cell.nbgrader().get().get("checksum");
            return checksum != null
                    && checksum.isJsonPrimitive()
                    && checksum.getAsString().equals(Nbgrader.checksum(cell));
        }
        return cell.id().replaceFirst("-\\d{1,3}$", "").equals(hash(cell.type(), cell.source()))
                || cell.id().equals(hash(cell.type(), cell.source()));
    }

    private static String hash(CellType type, String source) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(source.getBytes(StandardCharsets.UTF_8));
            String letter = type.word().substring(0, 1).toLowerCase(Locale.ROOT);
            return letter + "-" + HexFormat.of().formatHex(digest, 0, 5);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
