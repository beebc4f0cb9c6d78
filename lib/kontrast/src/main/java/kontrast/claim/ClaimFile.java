package kontrast.claim;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Results of claims: a text file of one line a seed and figure, in columns.
 *
 * <pre>
 *   row,variant,seed,steps,figure,value,seconds,recipe,canary
 *   16,m = 0,1,390,kNN,0.3312,141,5f2c9a1e03b7,6.931|6.930|6.932
 * </pre>
 *
 * <p>The figures of one seed of one variant come and go together: {@link #record} replaces them in one step, by
 * writing a new file beside the old one and moving it over. A process that is killed leaves the old file, and two that
 * write at once wait for each other. The reader leaves out a last line that was cut, so that a copy that broke off can
 * be read; of lines for the same figure the last one counts.
 */
public final class ClaimFile {

    static final String HEADER = "row,variant,seed,steps,figure,value,seconds,recipe,canary";
    private static final int COLUMNS = 9;
    private static final MathContext DIGITS = new MathContext(6);

    private final Map<String, Line> lines = new LinkedHashMap<>();
    private final Map<String, List<Line>> bySeed = new HashMap<>(); // of a variant: tables ask for thousands

    /**
     * One figure.
     *
     * @param row row of the syllabus, or the exercise whose run it is
     * @param variant name of the variant
     * @param seed its seed
     * @param steps steps of training
     * @param figure name of the figure
     * @param value its value; shares are in [0, 1], losses in nats
     * @param seconds time of training
     * @param recipe hash of the recipe's text
     * @param canary losses of the first steps, between bars
     */
    public record Line(
            String row,
            String variant,
            long seed,
            int steps,
            String figure,
            double value,
            double seconds,
            String recipe,
            String canary) {

        /**
         * Checks the names.
         *
         * @throws IllegalArgumentException if a text holds a comma or a line end, or the value is no number
         */
        public Line {
            List.of(row, variant, figure, recipe, canary).forEach(ClaimFile::checkField);
            if (!Double.isFinite(value)) {
                throw new IllegalArgumentException(
                        "%s of row %s, %s, seed %d is %s".formatted(figure, row, variant, seed, value));
            }
        }

        private static Line of(String text) {
            String[] cells = text.split(",", -1);
            if (cells.length != COLUMNS) {
                throw new IllegalArgumentException("%d columns, expected %d".formatted(cells.length, COLUMNS));
            }
            return new Line(
                    cells[0],
                    cells[1],
                    Long.parseLong(cells[2]),
                    Integer.parseInt(cells[3]),
                    cells[4],
                    Double.parseDouble(cells[5]),
                    Double.parseDouble(cells[6]),
                    cells[7],
                    cells[8]);
        }

        private boolean isOf(String row, String variant, long seed) {
            return this.row.equals(row) && this.variant.equals(variant) && this.seed == seed;
        }

        /** Returns the same figure as that of another claim's variant. */
        Line as(String row, String variant) {
            return new Line(row, variant, seed, steps, figure, value, seconds, recipe, canary);
        }

        private String key() {
            return ClaimFile.key(row, variant, seed) + "," + figure;
        }

        @Override
        public String toString() {
            return String.join(
                    ",",
                    row,
                    variant,
                    Long.toString(seed),
                    Integer.toString(steps),
                    figure,
                    digits(value),
                    String.format(Locale.ROOT, "%.0f", seconds),
                    recipe,
                    canary);
        }
    }

    private ClaimFile(List<Line> lines) {
        lines.forEach(line -> this.lines.put(line.key(), line));
        this.lines
                .values()
                .forEach(line -> bySeed.computeIfAbsent(
                                key(line.row(), line.variant(), line.seed()), key -> new ArrayList<>())
                        .add(line));
    }

    static String digits(double value) {
        return new BigDecimal(value).round(DIGITS).stripTrailingZeros().toPlainString();
    }

    /** Returns losses as the canary's column has them. */
    static String canary(double[] losses) {
        return Arrays.stream(losses).mapToObj(ClaimFile::digits).collect(Collectors.joining("|"));
    }

    /**
     * Returns the results that are a part of the library.
     *
     * @return the committed results
     */
    public static ClaimFile committed() {
        try (InputStream in = ClaimFile.class.getResourceAsStream("claims.csv")) {
            if (in == null) {
                throw new IllegalStateException("kontrast/claim/claims.csv is not in the library");
            }
            return read(new String(in.readAllBytes(), StandardCharsets.UTF_8), "claims.csv");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads a file.
     *
     * @param file the results; none if it is not there
     * @return what it holds
     * @throws UncheckedIOException if it cannot be read
     * @throws IllegalArgumentException if a line is none, but for a last one that was cut
     */
    public static ClaimFile read(Path file) {
        try {
            return Files.exists(file) ? read(Files.readString(file), file.toString()) : new ClaimFile(List.of());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read %s: %s".formatted(file, e.getMessage()), e);
        }
    }

    static ClaimFile read(String text, String name) {
        List<Line> lines = new ArrayList<>();
        String[] rows = text.split("\n", -1); // what follows the last line end is empty, or was cut
        for (int i = 0; i < rows.length - 1; i++) {
            String row = rows[i].strip();
            if (i == 0 && !row.equals(HEADER)) {
                throw new IllegalArgumentException("%s, line 1: expected %s, found %s".formatted(name, HEADER, row));
            }
            if (i > 0 && !row.isEmpty()) {
                try {
                    lines.add(Line.of(row));
                } catch (IllegalArgumentException e) {
                    throw new IllegalArgumentException(
                            "%s, line %d: %s (%s)".formatted(name, i + 1, row, e.getMessage()), e);
                }
            }
        }
        return new ClaimFile(lines);
    }

    /**
     * Returns all figures, each once.
     *
     * @return the lines, in the order of the file
     */
    public List<Line> lines() {
        return List.copyOf(lines.values());
    }

    /**
     * Returns the figures of one seed of a variant.
     *
     * @param row row of the syllabus
     * @param variant name of the variant
     * @param seed the seed
     * @return the lines; none if it was not measured
     */
    public List<Line> of(String row, String variant, long seed) {
        return List.copyOf(bySeed.getOrDefault(key(row, variant, seed), List.of()));
    }

    private static String key(String row, String variant, long seed) {
        return String.join(",", row, variant, Long.toString(seed));
    }

    /** Returns the figures of a seed whose recipe is the same, whatever the claim; they are equal. */
    List<Line> sameRecipe(String recipe, long seed) {
        List<Line> all = lines.values().stream()
                .filter(line -> line.recipe().equals(recipe) && line.seed() == seed)
                .toList();
        return all.isEmpty() ? all : of(all.get(0).row(), all.get(0).variant(), seed);
    }

    /**
     * Writes the figures of one seed of a variant in place of older ones.
     *
     * @param file the results
     * @param outcome all its figures; of one row, variant and seed
     * @throws UncheckedIOException if it cannot be written
     */
    public static void record(Path file, List<Line> outcome) {
        Line first = outcome.get(0);
        Path beside = file.resolveSibling(file.getFileName() + ".lock");
        try (FileChannel channel = FileChannel.open(beside, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.lock(); // given back when the channel closes, or the process ends in whatever way
            List<Line> all = new ArrayList<>(read(file).lines());
            all.removeIf(line -> line.isOf(first.row(), first.variant(), first.seed()));
            all.addAll(outcome);
            Path next = file.resolveSibling(file.getFileName() + ".part");
            Files.writeString(
                    next, all.stream().map(Line::toString).collect(Collectors.joining("\n", HEADER + "\n", "\n")));
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write %s: %s".formatted(file, e.getMessage()), e);
        }
    }

    /** Refuses what a line of this file cannot hold. */
    static void checkField(String text) {
        if (text.indexOf(',') >= 0 || text.indexOf('\n') >= 0 || text.indexOf('\r') >= 0) {
            throw new IllegalArgumentException(
                    "\"%s\" has a comma or a line end, which separate the fields and lines of a table of claims"
                            .formatted(text));
        }
    }
}
