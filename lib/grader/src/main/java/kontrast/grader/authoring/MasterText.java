package kontrast.grader.authoring;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import kontrast.grader.notebook.Cell;
import kontrast.grader.notebook.CellType;

/**
 * Writes a master anew for other cells. What has not changed keeps its lines to the letter: the
 * header, fences, and the blank lines between cells that still follow each other.
 */
final class MasterText {

    private static final Pattern TICKS = Pattern.compile("(?m)^`{3,}");

    private final Master master;
    private final List<String> lines;
    private final List<String> written = new ArrayList<>();

    private MasterText(Master master, String text) {
        this.master = master;
        this.lines = text.lines().toList();
    }

    /**
     * Writes the master.
     *
     * @param master the master as it is
     * @param text its text
     * @param origins the cell of the master that has become the notebook's cell with this id
     * @param cells what the master is to hold
     * @return the new text, which reads as exactly these cells
     * @throws AuthoringException if a cell cannot be written as Markdown
     */
    static String rewrite(Master master, String text, Map<String, MasterCell> origins, List<Cell> cells)
            throws IOException {
        MasterText writer = new MasterText(master, text);
        List<Cell> full =
                cells.stream().filter(c -> !Fingerprint.source(c).isEmpty()).toList();
        writer.write(new HashMap<>(origins), full);
        String result = String.join("\n", writer.written) + "\n";
        confirm(master, result, full);
        return result;
    }

    private void write(Map<String, MasterCell> origins, List<Cell> cells) {
        Set<String> used = new HashSet<>();
        MasterCell before = null;
        Cell above = null;
        int first =
                master.cells().isEmpty() ? lines.size() : master.cells().get(0).opens() - 1;
        written.addAll(lines.subList(0, first));
        for (Cell cell : cells) {
            // A copy has the id of its original in no front end, but a hand may have made one.
            MasterCell origin = used.add(cell.id()) ? origins.get(cell.id()) : null;
            boolean plain = isPlain(cell, origin);
            if (above != null) {
                gap(before, origin, plain && above.type() == CellType.MARKDOWN);
            }
            block(cell, origin, plain);
            before = origin;
            above = cell;
        }
    }

    /** The blank lines between two cells; two where one would make a single cell of them. */
    private void gap(MasterCell before, MasterCell next, boolean prose) {
        if (before != null && next != null && next.number() == before.number() + 1) {
            List<String> old = lines.subList(before.closes(), next.opens() - 1);
            if (!prose || old.size() >= 2) {
                written.addAll(old);
                return;
            }
        }
        written.add("");
        if (prose) {
            written.add("");
        }
    }

    private void block(Cell cell, MasterCell origin, boolean plain) {
        String source = Fingerprint.source(cell);
        boolean same = origin != null && origin.type() == cell.type();
        if (same && origin.source().equals(source) && origin.metadata().equals(Fingerprint.metadata(cell))) {
            written.addAll(lines.subList(origin.opens() - 1, origin.closes()));
        } else if (plain) {
            written.addAll(source.lines().toList());
        } else {
            boolean keep = same && origin.metadata().equals(Fingerprint.metadata(cell));
            fenced(cell, source, keep && origin.opens() < origin.line() ? origin : null);
        }
    }

    /** Writes a cell between two fences; the old ones where they still say what is true. */
    private void fenced(Cell cell, String source, MasterCell keep) {
        String open;
        String close;
        JsonObject metadata = Fingerprint.metadata(cell);
        if (cell.type() == CellType.CODE || metadata.has("active")) {
            String ticks = ticks(source);
            open = ticks + "java" + words(metadata);
            close = ticks;
        } else {
            String name = cell.type() == CellType.RAW ? "raw" : "region";
            if (metadata.has("region_name")) {
                name = metadata.remove("region_name").getAsString();
            }
            String title =
                    metadata.has("title") ? " " + metadata.remove("title").getAsString() : "";
            open = "<!-- #" + name + title + words(metadata) + " -->";
            close = "<!-- #end" + name + " -->";
        }
        if (keep != null) {
            String old = lines.get(keep.opens() - 1);
            if (!open.startsWith("`") || old.startsWith(ticks(source) + "java")) {
                open = old;
                close = lines.get(keep.closes() - 1);
            }
        }
        written.add(open);
        written.addAll(List.of(source.split("\n", -1)));
        written.add(close);
    }

    private static String ticks(String source) {
        int longest = 2;
        Matcher ticks = TICKS.matcher(source);
        while (ticks.find()) {
            longest = Math.max(longest, ticks.end() - ticks.start());
        }
        return "`".repeat(longest + 1);
    }

    private static String words(JsonObject metadata) {
        return metadata.entrySet().stream()
                .map(e -> " " + e.getKey() + value(e.getValue()))
                .collect(Collectors.joining());
    }

    private static String value(JsonElement value) {
        return value.isJsonNull() ? "" : "=" + value.toString().replace("\",\"", "\", \"");
    }

    /** Whether a cell can stand as prose without a region around it. */
    private boolean isPlain(Cell cell, MasterCell origin) {
        if (cell.type() != CellType.MARKDOWN || !Fingerprint.metadata(cell).isEmpty()) {
            return false;
        }
        if (origin != null && origin.opens() < origin.line()) {
            return false; // it has a region, and keeps it
        }
        try {
            String source = Fingerprint.source(cell);
            List<MasterCell> read = MasterReader.parse("# x\n\n\n" + source, "").cells();
            return read.size() == 2
                    && read.get(1).type() == CellType.MARKDOWN
                    && read.get(1).source().equals(source)
                    && read.get(1).opens() == read.get(1).line();
        } catch (AuthoringException e) {
            return false;
        }
    }

    /** Reads the text again: what was written must be what was meant. */
    private static void confirm(Master old, String text, List<Cell> cells) throws IOException {
        Master master = MasterReader.parse(text, old.file());
        for (int i = 0; i < Math.max(cells.size(), master.cells().size()); i++) {
            boolean same = i < cells.size() && i < master.cells().size();
            if (same) {
                Cell cell = cells.get(i);
                MasterCell read = master.cells().get(i);
                same = read.type() == cell.type()
                        && read.source().equals(Fingerprint.source(cell))
                        && read.metadata().equals(Fingerprint.metadata(cell))
                        && cell.attachments().isEmpty();
            }
            if (!same) {
                String label = "cell " + (i + 1);
                boolean picture =
                        i < cells.size() && !cells.get(i).attachments().isEmpty();
                throw new AuthoringException(List.of(new Problem(
                        old.file().replaceFirst("\\.md$", ".ipynb"),
                        0,
                        label,
                        picture
                                ? "holds a pasted picture, which Markdown cannot;"
                                        + " save it as a file beside the notebook"
                                        + " and link it"
                                : "cannot be written as Markdown and read back" + " the same")));
            }
        }
    }
}
