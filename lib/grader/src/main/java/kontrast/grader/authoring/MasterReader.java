package kontrast.grader.authoring;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import kontrast.grader.notebook.CellType;
import kontrast.grader.notebook.Yaml;

/**
 * Takes a master apart as Jupytext's Markdown format (version 1.3) does.
 *
 * <p>A {@code ```java} fence is a code cell. What stands between is prose: one Markdown cell, split
 * where two blank lines follow each other outside of fenced and indented blocks. {@code <!--
 * #region -->} .. {@code <!-- #endregion -->} (also {@code md}, {@code markdown}) is one Markdown
 * cell whatever it contains, {@code <!-- #raw -->} .. {@code <!-- #endraw -->} a raw cell. A fence
 * with {@code .noeval} stays prose; one with {@code active="md"} becomes a raw cell.
 *
 * <p>Deviations: blank lines around a Markdown cell are dropped, and a fence in another language
 * that Jupytext would turn into a cell with a {@code %%} magic is refused, as no Java kernel has
 * it.
 */
final class MasterReader {

    private static final Pattern FENCE = Pattern.compile("```(`*)\\s*([A-Za-z+#0-9]+)(?:\\s(.*))?");
    private static final Pattern FENCE_END = Pattern.compile("```\\s*");
    private static final Pattern REGION = Pattern.compile("<!--\\s*#(region|markdown|md|raw)\\b(.*)-->\\s*");
    private static final Pattern TITLE = Pattern.compile("((?:\\s*[^\\s={]+(?=\\s|$))*)(.*)");

    /** Languages whose fences Jupytext turns into code cells. */
    private static final Set<String> OTHER_LANGUAGES =
            Set.of(("r bash sh python python2 python3 coconut javascript js perl html latex"
                            + " markdown pypy ruby script svg matlab octave idl robotframework sas"
                            + " spark sql cython haskell tcl gnuplot julia c++ scheme clojure"
                            + " powershell q typescript scala rust csharp c# cs fsharp f# fs sos"
                            + " groovy sage ocaml maxima stata xonsh lua go")
                    .split(" "));

    private final String file;
    private final List<String> lines;
    private final List<MasterCell> cells = new ArrayList<>();
    private final List<Problem> problems = new ArrayList<>();

    private MasterReader(String file, List<String> lines) {
        this.file = file;
        this.lines = lines;
    }

    /** Reads a file; {@code name} is what messages call it. */
    static Master read(Path path, String name) throws IOException {
        return parse(Files.readString(path), name);
    }

    /**
     * Takes a text apart.
     *
     * @throws AuthoringException if a fence or region is never closed, or metadata cannot be read
     */
    static Master parse(String text, String name) throws AuthoringException {
        String clean = text.startsWith("\uFEFF") ? text.substring(1) : text;
        MasterReader reader = new MasterReader(name, clean.lines().toList());
        int body = reader.headerEnd();
        JsonObject metadata = reader.header(body);
        reader.body(body);
        if (!reader.problems.isEmpty()) {
            throw new AuthoringException(reader.problems);
        }
        return new Master(name, metadata, reader.cells);
    }

    /** The line after the header, 0 if there is none. */
    private int headerEnd() throws AuthoringException {
        if (lines.isEmpty() || !lines.get(0).stripTrailing().equals("---")) {
            return 0;
        }
        for (int i = 1; i < lines.size(); i++) {
            if (lines.get(i).stripTrailing().equals("---")) {
                return i + 1;
            }
        }
        throw new AuthoringException(List.of(new Problem(file, 1, "", "the header that starts here never ends (---)")));
    }

    private JsonObject header(int end) {
        try {
            JsonObject all = Yaml.parse(end == 0 ? List.of() : lines.subList(1, end - 1), 2);
            JsonElement jupyter = all.get("jupyter");
            return jupyter != null && jupyter.isJsonObject() ? jupyter.getAsJsonObject() : new JsonObject();
        } catch (IllegalArgumentException e) {
            problems.add(new Problem(file, 1, "", e.getMessage()));
            return new JsonObject();
        }
    }

    private void body(int start) {
        int i = start;
        while (i < lines.size()) {
            if (lines.get(i).isBlank()) {
                i++;
            } else if (REGION.matcher(lines.get(i)).matches()) {
                i = region(i);
            } else if (startsCode(i)) {
                i = code(i);
            } else {
                i = prose(i);
            }
        }
    }

    private boolean startsCode(int i) {
        return isJupyterFence(i) && !isNoEval(i);
    }

    private boolean startsNoEval(int i) {
        return isJupyterFence(i) && isNoEval(i);
    }

    private boolean isJupyterFence(int i) {
        Matcher fence = FENCE.matcher(lines.get(i));
        if (!fence.matches()) {
            return false;
        }
        String language = fence.group(2).toLowerCase(Locale.ROOT);
        return language.equals("java") || OTHER_LANGUAGES.contains(language);
    }

    private boolean isNoEval(int i) {
        Matcher fence = FENCE.matcher(lines.get(i));
        return fence.matches() && metadata(i, fence.group(3)).has(".noeval");
    }

    private int code(int start) {
        Matcher fence = FENCE.matcher(lines.get(start));
        if (!fence.matches()) {
            throw new IllegalStateException("startsCode said that this is a fence");
        }
        if (!fence.group(2).toLowerCase(Locale.ROOT).equals("java")) {
            problems.add(here(
                    start,
                    "a "
                            + fence.group(2)
                            + " fence would become a %% magic that the Java kernel does"
                            + " not have; write '```"
                            + fence.group(2)
                            + " .noeval' to show it as text"));
        }
        String ticks = "```" + fence.group(1);
        for (int i = start + 1; i < lines.size(); i++) {
            if (lines.get(i).startsWith(ticks)) {
                JsonObject metadata = metadata(start, fence.group(3));
                CellType type = active(metadata) ? CellType.CODE : CellType.RAW;
                add(start, start + 1, i, i, type, metadata);
                return i + 1;
            }
        }
        problems.add(here(start, "the fence that starts here is never closed"));
        return lines.size();
    }

    /** Whether Jupytext makes the fence a code cell of the notebook, and not a raw one. */
    private static boolean active(JsonObject metadata) {
        if (!metadata.has("active")) {
            return true;
        }
        return List.of(metadata.get("active").getAsString().split("[.,]")).contains("ipynb");
    }

    private int region(int start) {
        Matcher region = REGION.matcher(lines.get(start));
        if (!region.matches()) {
            throw new IllegalStateException("body said that this is a region");
        }
        String name = region.group(1);
        Pattern end = Pattern.compile("<!--\\s*#end" + name + "\\s*-->\\s*");
        for (int i = start + 1; i < lines.size(); i++) {
            if (end.matcher(lines.get(i)).matches()) {
                add(
                        start,
                        start + 1,
                        i,
                        i,
                        name.equals("raw") ? CellType.RAW : CellType.MARKDOWN,
                        regionMetadata(start, region.group(2), name));
                return i + 1;
            }
        }
        problems.add(here(start, "<!-- #" + name + " --> is never closed by #end" + name));
        return lines.size();
    }

    private JsonObject regionMetadata(int line, String words, String name) {
        Matcher title = TITLE.matcher(words.strip());
        JsonObject metadata = new JsonObject();
        if (title.matches()) {
            metadata = metadata(line, title.group(2));
            if (!title.group(1).isBlank()) {
                metadata.addProperty("title", title.group(1).strip());
            }
        }
        if (name.equals("md") || name.equals("markdown")) {
            metadata.addProperty("region_name", name);
        }
        return metadata;
    }

    private int prose(int start) {
        int blank = 0;
        int fence = -1;
        boolean indented = false;
        int i = start;
        for (; i < lines.size(); i++) {
            String line = lines.get(i);
            if (fence >= 0) {
                if (FENCE_END.matcher(line).matches()) {
                    boolean alone = fence == start && startsNoEval(start);
                    fence = -1;
                    if (alone) {
                        i++;
                        break; // a cell that begins with such a fence ends with it
                    }
                }
                continue;
            }
            boolean four = line.startsWith("    ") && !line.isBlank();
            if (blank > 0 && four) {
                indented = true;
                blank = 0;
                continue;
            }
            indented = indented && (line.isBlank() || four);
            if (indented) {
                continue;
            }
            if (REGION.matcher(line).matches() || startsCode(i)) {
                break;
            }
            if (blank >= 2 && !line.isBlank() && !startsNoEval(i)) {
                break;
            }
            if (line.startsWith("```")) {
                fence = i;
            }
            blank = line.isBlank() ? blank + 1 : 0;
        }
        if (fence >= 0) {
            problems.add(here(fence, "the fence that starts here is never closed"));
        }
        int end = i;
        while (lines.get(end - 1).isBlank()) {
            end--;
        }
        add(start, start, end, end - 1, CellType.MARKDOWN, new JsonObject());
        checkTildes(start, end);
        return i;
    }

    /** Jupytext does not know ~~~ fences: two blank lines or a fence in one tear it apart. */
    private void checkTildes(int start, int end) {
        int open = -1;
        for (int i = start; i < end; i++) {
            if (lines.get(i).startsWith("~~~")) {
                open = open < 0 ? i : -1;
            }
        }
        if (open >= 0) {
            problems.add(here(open, "the ~~~ fence that starts here is not closed in its own cell"));
        }
    }

    /** Adds the cell of the lines from {@code opens} to {@code closes}, all counted from 0. */
    private void add(int opens, int start, int end, int closes, CellType type, JsonObject metadata) {
        String source = String.join("\n", lines.subList(start, end));
        int number = cells.size() + 1;
        cells.add(new MasterCell(number, opens + 1, start + 1, closes + 1, type, source, metadata));
    }

    private JsonObject metadata(int line, String words) {
        try {
            return FenceMetadata.parse(words == null ? "" : words);
        } catch (IllegalArgumentException e) {
            Problem problem = here(line, e.getMessage());
            if (!problems.contains(problem)) {
                problems.add(problem);
            }
            return new JsonObject();
        }
    }

    private Problem here(int index, String message) {
        return new Problem(file, index + 1, "cell " + (cells.size() + 1), message);
    }
}
