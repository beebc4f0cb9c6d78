package kontrast.claim;

import java.io.IOException;
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
import kontrast.data.DataException;
import kontrast.train.TrainingInterrupted;

/**
 * {@code ./course claims}: prints what the lectures claim and what was measured, computes what is missing, says what is
 * stale, and writes the tables.
 */
public final class ClaimsCommand {

    /** Where the results lie in a clone. */
    static final String FILE = "lib/kontrast/src/main/resources/kontrast/claim/claims.csv";

    private static final double TOLERANCE = 1e-3; // of a loss of the first steps

    private final Path root;
    private final Path file;

    private ClaimsCommand(Path root, Path file) {
        this.root = root;
        this.file = file;
    }

    /**
     * Runs the command.
     *
     * @param args rows, {@code --minutes N}, {@code --check}, {@code --tables}, {@code --into FILE}
     * @throws IOException if a file cannot be read or written
     */
    public static void main(String[] args) throws IOException {
        Path root = Path.of(System.getProperty("kontrast.root", "."));
        Path file = root.resolve(FILE);
        List<String> rows = new ArrayList<>();
        double minutes = Double.POSITIVE_INFINITY;
        boolean check = false;
        boolean tables = false;
        Iterator<String> words = List.of(args).iterator();
        while (words.hasNext()) {
            String word = words.next();
            switch (word) {
                case "--minutes" -> minutes = minutes(words.hasNext() ? words.next() : "nothing");
                case "--into" ->
                    file = Path.of(words.hasNext() ? words.next() : refuse("--into wants the name of a file"));
                case "--check" -> check = true;
                case "--tables" -> tables = true;
                default -> rows.add(word);
            }
        }
        List<String> known = Claims.all().stream().map(Claim::row).toList();
        if (!known.containsAll(rows)) {
            refuse("of %s some are neither rows (%s) nor options (--minutes N, --check, --tables, --into FILE)"
                    .formatted(rows, String.join(" ", known)));
        }
        List<Claim> claims =
                rows.isEmpty() ? Claims.all() : rows.stream().map(Claims::row).toList();
        ClaimsCommand command = new ClaimsCommand(root, file);
        if (tables) {
            ClaimTables.write(root, ClaimFile.read(file)).forEach(name -> System.out.println("written: " + name));
        } else if (check) {
            System.exit(command.check(claims) ? 0 : 1);
        } else if (rows.isEmpty() && Double.isInfinite(minutes)) {
            claims.forEach(claim -> System.out.println(ClaimTables.text(claim, ClaimFile.read(command.file))));
        } else {
            try {
                command.compute(claims, minutes);
            } catch (TrainingInterrupted e) {
                System.err.println("claims: stopped. What was measured stands in " + command.file
                        + "; the same command goes on, and begins the seed that was under way anew.");
                System.exit(130);
            }
        }
    }

    private static double minutes(String word) {
        try {
            double minutes = Double.parseDouble(word);
            if (minutes > 0) {
                return minutes;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        refuse("--minutes wants a number above 0, found " + word);
        return Double.NaN;
    }

    private static String refuse(String why) {
        System.err.println("claims: " + why);
        System.exit(2);
        return why;
    }

    /** Computes what is missing or stale, one seed of all variants before the next seed. */
    private void compute(List<Claim> claims, double minutes) throws IOException {
        long end = minutes * 60e9 < Long.MAX_VALUE / 2.0 ? System.nanoTime() + (long) (minutes * 60e9) : Long.MAX_VALUE;
        for (Claim claim : claims) {
            for (long seed : claim.seeds()) {
                for (String variant : claim.variants()) {
                    if (System.nanoTime() > end) {
                        System.out.println("The time is up; call again to go on.");
                        return;
                    }
                    compute(claim, variant, seed);
                }
            }
            System.out.println(ClaimTables.text(claim, ClaimFile.read(file)));
        }
    }

    private void compute(Claim claim, String variant, long seed) throws IOException {
        Path locks = Files.createDirectories(root.resolve("target/claims"));
        String key = String.join(",", claim.row(), variant, Long.toString(seed));
        Path lock = locks.resolve(HexFormat.of().formatHex(key.getBytes(StandardCharsets.UTF_8)) + ".lock");
        try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock mine = channel.tryLock()) {
            if (mine == null) {
                System.out.printf("row %s, %s, seed %d: another process has it%n", claim.row(), variant, seed);
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
            System.out.printf(
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
            System.out.printf("row %s, %s, seed %d: %s%n", claim.row(), variant, seed, e.getMessage());
        }
    }

    /** Says which lines are not what this code computes; returns whether there are none. */
    private boolean check(List<Claim> claims) {
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
                            System.out.println(where + ": " + why);
                        }
                    } catch (DataException e) {
                        unknown++;
                        System.out.println(where + ": " + e.getMessage());
                    }
                }
            }
        }
        System.out.printf("%d seeds of variants are what this code computes, %d are stale", fresh, stale);
        System.out.println(unknown == 0 ? "." : ", %d cannot be checked without their data.".formatted(unknown));
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
