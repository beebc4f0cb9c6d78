package kontrast.grader.authoring;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import kontrast.command.CountConverter;
import kontrast.command.CourseCommand;
import kontrast.grader.check.Check;
import kontrast.grader.check.MutationProof;
import kontrast.grader.exercise.ExerciseSet;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code prove}: runs every misconception of every exercise against its check. */
@Command(
        name = "prove",
        description = "Runs every wrong variant of the exercises: each must get its own message.",
        sortOptions = false)
public final class ProveCommand extends CourseCommand {

    @Option(
            names = "--draws",
            paramLabel = "N",
            converter = CountConverter.class,
            description = "on how many draws of inputs (default ${DEFAULT-VALUE})")
    private int draws = 4;

    @Option(names = "--out", paramLabel = "FILE", description = "write the report into a file too")
    private Path file;

    @Option(
            names = "--stock",
            description = "change the solutions in small ways that nobody has named: each must be found wrong, or be"
                    + " named in the master as equivalent")
    private boolean stock;

    @Option(names = "--show", paramLabel = "NAME", description = "print the solution with this known mistake in it")
    private String show = "";

    @Parameters(
            paramLabel = "NN_topic|NN.N",
            completionCandidates = SetNames.class,
            description = "sets or exercises; all if none is named")
    private List<String> chosen = List.of();

    /** For the command line. */
    public ProveCommand() {}

    @Override
    protected int run(PrintStream out, PrintStream err) throws Exception {
        Set<String> names = new LinkedHashSet<>();
        chosen.forEach(each -> names.add(name(each)));
        if (!show.isEmpty()) {
            out.println(edited(chosen(names), show));
            return 0;
        } else if (stock) {
            return stock(chosen(names), out);
        }
        List<MutationProof> proofs = new ArrayList<>();
        StringBuilder report = new StringBuilder();
        for (Check<?> check : chosen(names)) {
            MutationProof proof = MutationProof.of(check, draws);
            out.println(proof);
            report.append(proof).append('\n');
            proofs.add(proof);
        }
        String summary = summary(proofs, draws);
        out.println(summary);
        if (file != null) {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(file, report + summary + "\n", StandardCharsets.UTF_8);
        }
        return proofs.stream().allMatch(MutationProof::holds) ? 0 : 1;
    }

    /** The solution of an exercise with a known mistake in it. */
    private static String edited(List<Check<?>> checks, String name) throws IOException {
        if (checks.size() != 1) {
            throw new IllegalArgumentException("--show needs one exercise, such as 11.4");
        }
        Master master = master(checks.get(0));
        ExercisePage page = page(master, checks.get(0))
                .orElseThrow(() -> new IllegalArgumentException(master.file() + " names no mistakes of it"));
        Variants variants = new Variants(
                new Solution(master, page.answer()), page.mistakes().orElseThrow());
        return variants.code().entrySet().stream()
                .filter(variant -> variant.getKey().name().equals(name))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no mistake '" + name + "'; there are "
                        + variants.code().keySet().stream()
                                .map(MistakePage.Item::name)
                                .toList()));
    }

    private static int stock(List<Check<?>> checks, PrintStream out) throws IOException {
        int left = 0;
        for (Check<?> check : checks) {
            Master master = master(check);
            Optional<ExercisePage> page = page(master, check);
            if (page.isPresent() && !page.get().isChoice(master)) {
                StockProof proof = new StockProof(master, new SetSources(master));
                out.println(proof.of(check, page.get()));
                left += proof.problems().size();
            }
        }
        out.println(
                left == 0
                        ? "every mutant is found wrong, or is equivalent to the solution"
                        : left + " mutants pass, or are no longer equivalent");
        return left == 0 ? 0 : 1;
    }

    private static Master master(Check<?> check) throws IOException {
        String prefix = "%02d_"
                .formatted(Integer.parseInt(check.id().substring(0, check.id().indexOf('.'))));
        for (ExerciseSet set : ExerciseSet.all()) {
            if (set.name().startsWith(prefix)) {
                String name = "solutions/" + set.name() + ".md";
                return MasterReader.read(CourseFolder.find().resolve(name), name);
            }
        }
        throw new IOException("no set has exercise " + check.id());
    }

    private static Optional<ExercisePage> page(Master master, Check<?> check) {
        return ExercisePage.of(master).stream()
                .filter(p -> p.id().equals(check.id()) && p.mistakes().isPresent())
                .findFirst();
    }

    private static String name(String argument) {
        return Path.of(argument).getFileName().toString().replaceFirst("\\.(md|ipynb)$", "");
    }

    /** The checks of the named sets and exercises, all if none is named. */
    private static List<Check<?>> chosen(Set<String> names) {
        Set<String> unknown = new LinkedHashSet<>(names);
        List<Check<?>> chosen = new ArrayList<>();
        for (ExerciseSet set : ExerciseSet.all()) {
            boolean whole = names.isEmpty() || unknown.remove(set.name());
            for (Check<?> check : set.checks()) {
                if (unknown.remove(check.id()) || whole) {
                    chosen.add(check);
                }
            }
        }
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("there is no set or exercise "
                    + unknown.iterator().next()
                    + "; sets: "
                    + ExerciseSet.all().stream().map(ExerciseSet::name).toList());
        }
        return chosen;
    }

    private static String summary(List<MutationProof> proofs, int draws) {
        int mistakes = proofs.stream().mapToInt(p -> p.rows().size()).sum();
        long bad = proofs.stream()
                .flatMap(p -> p.rows().stream())
                .filter(r -> !r.holds())
                .count();
        long failed = proofs.stream().filter(p -> p.passed() < p.draws()).count();
        double slowest =
                proofs.stream().mapToDouble(MutationProof::seconds).max().orElse(0);
        return String.format(
                Locale.ROOT,
                "%d exercises, %d misconceptions, %d wrong answers: %s; slowest check %.2f s",
                proofs.size(),
                mistakes,
                mistakes * draws,
                bad + failed == 0
                        ? "each is told its own mistake and no other, every reference passes"
                        : bad + " misconceptions and " + failed + " references are not as they should be",
                slowest);
    }
}
