package kontrast.claim;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import kontrast.claim.run.Trial;
import kontrast.command.CourseCommand;
import kontrast.data.DataException;
import kontrast.train.TrainingInterrupted;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/**
 * {@code ./course claims}: prints what the lectures claim and what was measured, computes what is missing, says what is
 * stale, and writes the tables.
 */
@Command(
        name = "claims",
        description = {
            "What the lectures claim and what was measured. Without rows it prints both; with rows it computes what is",
            "missing there. A run that was stopped continues when it is called again."
        },
        sortOptions = false)
public final class ClaimsCommand extends CourseCommand {

    /** Where the results lie in a clone. */
    static final String FILE = "lib/kontrast/src/main/resources/kontrast/claim/claims.csv";

    private static final double TOLERANCE = 1e-3; // of a loss of the first steps

    @Option(
            names = "--minutes",
            paramLabel = "N",
            converter = MinutesConverter.class,
            description = "begin no further seed after N minutes; without rows, compute all rows")
    private double minutes = Double.POSITIVE_INFINITY;

    @Option(names = "--check", description = "list what this code would compute differently; status 1 if there is any")
    private boolean check;

    @Option(names = "--tables", description = "write the tables of the documentation")
    private boolean tables;

    @Option(names = "--into", paramLabel = "FILE", description = "another file of results")
    private Path into;

    @Parameters(paramLabel = "ROW", completionCandidates = Rows.class, description = "such as 24; all if none is named")
    private List<String> rows = List.of();

    private final Path root = Path.of(System.getProperty("kontrast.root", "."));
    private Path file = root.resolve(FILE);

    /** For the command line. */
    public ClaimsCommand() {}

    /** The rows, to complete what somebody types. */
    static final class Rows implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Claims.all().stream().map(Claim::row).iterator();
        }
    }

    /** Minutes above 0. */
    static final class MinutesConverter implements ITypeConverter<Double> {
        @Override
        public Double convert(String word) {
            try {
                double minutes = Double.parseDouble(word);
                if (minutes > 0) {
                    return minutes;
                }
            } catch (NumberFormatException e) {
                // said below
            }
            throw new TypeConversionException("expected a number above 0, found '" + word + "'");
        }
    }

    /**
     * Runs the command and ends the process with its status.
     *
     * @param args rows, {@code --minutes N}, {@code --check}, {@code --tables}, {@code --into FILE}
     * @throws Exception if a file cannot be read or written
     */
    public static void main(String[] args) throws Exception {
        System.exit(new ClaimsCommand().run(List.of(args), System.out, System.err));
    }

    @Override
    protected int run(PrintStream out, PrintStream err) throws IOException {
        file = into == null ? file : into;
        List<String> known = Claims.all().stream().map(Claim::row).toList();
        for (String row : rows) {
            if (!known.contains(row)) {
                return refuse(err, "there is no row '%s'; there are %s".formatted(row, String.join(" ", known)));
            }
        }
        List<Claim> claims =
                rows.isEmpty() ? Claims.all() : rows.stream().map(Claims::row).toList();
        if (tables) {
            ClaimTables.write(root, ClaimFile.read(file)).forEach(name -> out.println("written: " + name));
        } else if (check) {
            return check(claims, out) ? 0 : 1;
        } else if (rows.isEmpty() && Double.isInfinite(minutes)) {
            claims.forEach(claim -> out.println(ClaimTables.text(claim, ClaimFile.read(file))));
        } else {
            try {
                compute(claims, out);
            } catch (TrainingInterrupted e) {
                err.println("claims: stopped. What was measured is in " + file
                        + "; the same command continues, and starts the interrupted seed again.");
                return 130;
            }
        }
        return 0;
    }

    /** Computes what is missing or stale, one seed of all variants before the next seed. */
    private void compute(List<Claim> claims, PrintStream out) throws IOException {
        long end = minutes * 60e9 < Long.MAX_VALUE / 2.0 ? System.nanoTime() + (long) (minutes * 60e9) : Long.MAX_VALUE;
        for (Claim claim : claims) {
            for (long seed : claim.seeds()) {
                for (String variant : claim.variants()) {
                    if (System.nanoTime() > end) {
                        out.println("The time is up; call again to continue.");
                        return;
                    }
                    compute(claim, variant, seed, out);
                }
            }
            out.println(ClaimTables.text(claim, ClaimFile.read(file)));
        }
    }

    private void compute(Claim claim, String variant, long seed, PrintStream out) throws IOException {
        Path locks = Files.createDirectories(root.resolve("target/claims"));
        String key = String.join(",", claim.row(), variant, Long.toString(seed));
        Path lock = locks.resolve(HexFormat.of().formatHex(key.getBytes(StandardCharsets.UTF_8)) + ".lock");
        try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock mine = channel.tryLock()) {
            if (mine == null) {
                out.printf("row %s, %s, seed %d: another process is computing it%n", claim.row(), variant, seed);
                return;
            }
            Trial trial = claim.trial(variant);
            String recipe = trial.recipe(seed).hash();
            List<ClaimFile.Line> old = ClaimFile.read(file).of(claim.row(), variant, seed);
            if (!old.isEmpty() && stale(old.get(0), trial).isEmpty()) {
                return;
            }
            List<ClaimFile.Line> same = ClaimFile.read(file).sameRecipe(recipe, seed);
            if (!same.isEmpty()) {
                ClaimFile.record(
                        file,
                        same.stream().map(line -> line.as(claim.row(), variant)).toList());
                return;
            }
            long begun = System.nanoTime();
            Trial.Outcome outcome = trial.run(seed);
            String canary = ClaimFile.canary(outcome.canary());
            List<ClaimFile.Line> lines = new ArrayList<>();
            outcome.figures()
                    .forEach((figure, value) -> lines.add(new ClaimFile.Line(
                            claim.row(),
                            variant,
                            seed,
                            outcome.steps(),
                            figure,
                            value,
                            outcome.seconds(),
                            recipe,
                            canary)));
            ClaimFile.record(file, lines);
            StringBuilder said = new StringBuilder();
            lines.stream()
                    .filter(line -> line.figure().indexOf('@') < 0)
                    .forEach(line ->
                            said.append(", ").append(line.figure()).append(' ').append(ClaimFile.digits(line.value())));
            out.printf(
                    Locale.ROOT,
                    "row %s, %s, seed %d: %d steps, %.0f + %.0f s%s%n",
                    claim.row(),
                    variant,
                    seed,
                    outcome.steps(),
                    outcome.seconds(),
                    (System.nanoTime() - begun) / 1e9 - outcome.seconds(),
                    said);
        } catch (DataException e) {
            out.printf("row %s, %s, seed %d: %s%n", claim.row(), variant, seed, e.getMessage());
        }
    }

    /** Says which lines are not what this code computes; returns whether there are none. */
    private boolean check(List<Claim> claims, PrintStream out) {
        ClaimFile results = ClaimFile.read(file);
        int fresh = 0;
        int stale = 0;
        int unknown = 0;
        for (Claim claim : claims) {
            for (String variant : claim.variants()) {
                for (long seed : claim.seeds()) {
                    List<ClaimFile.Line> lines = results.of(claim.row(), variant, seed);
                    if (lines.isEmpty()) {
                        continue;
                    }
                    String where = "row %s, %s, seed %d".formatted(claim.row(), variant, seed);
                    try {
                        String why = stale(lines.get(0), claim.trial(variant));
                        if (why.isEmpty()) {
                            fresh++;
                        } else {
                            stale++;
                            out.println(where + ": " + why);
                        }
                    } catch (DataException e) {
                        unknown++;
                        out.println(where + ": " + e.getMessage());
                    }
                }
            }
        }
        out.printf("%d seeds of variants are what this code computes, %d are stale", fresh, stale);
        out.println(unknown == 0 ? "." : ", %d cannot be checked without their data.".formatted(unknown));
        return stale == 0;
    }

    /** Returns why a result is stale; empty if it is not. */
    static String stale(ClaimFile.Line line, Trial trial) {
        if (!line.recipe().equals(trial.recipe(line.seed()).hash())) {
            return "another recipe";
        }
        String found = ClaimFile.canary(trial.canary(line.seed()));
        return agree(line.canary(), found) ? "" : "first losses %s, recorded %s".formatted(found, line.canary());
    }

    /** Tells whether two canaries differ by no more than rounding on other machines. */
    static boolean agree(String recorded, String found) {
        if (recorded.equals(found)) {
            return true;
        }
        String[] a = recorded.split("\\|", -1);
        String[] b = found.split("\\|", -1);
        if (a.length != b.length || recorded.isEmpty() || found.isEmpty()) {
            return false;
        }
        for (int i = 0; i < a.length; i++) {
            double expected = Double.parseDouble(a[i]);
            if (Math.abs(Double.parseDouble(b[i]) - expected) > TOLERANCE * Math.abs(expected)) {
                return false;
            }
        }
        return true;
    }
}
