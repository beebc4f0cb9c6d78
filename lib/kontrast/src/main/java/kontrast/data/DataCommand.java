package kontrast.data;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import kontrast.command.CourseCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** The command line {@code ./course data}: what data is here, and fetching what is not. */
@Command(
        name = "data",
        description = "Which data sets are here; status 1 if one is damaged or cannot be had.",
        customSynopsis = {
            "./course data list        what is here, what is not, size and licence",
            "./course data get NAME    make sure that it is here and intact"
        },
        sortOptions = false)
public final class DataCommand extends CourseCommand {

    private static final String ROW = "%-16s %-8s %8s  %-34s  %s%n";
    private static final int INDENT = 17;

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "list|get",
            completionCandidates = Verbs.class,
            description = "what to do (default: list)")
    private String verb = "list";

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "NAME",
            completionCandidates = Names.class,
            description = "of the data set: ${COMPLETION-CANDIDATES}")
    private String name;

    private final List<DataSet> sets;

    /** For the command line. */
    public DataCommand() {
        this(Catalogue.all());
    }

    private DataCommand(List<DataSet> sets) {
        this.sets = sets;
    }

    /** To complete what somebody types. */
    static final class Verbs implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return List.of("list", "get").iterator();
        }
    }

    /** To complete what somebody types. */
    static final class Names implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Catalogue.all().stream().map(DataSet::name).iterator();
        }
    }

    /**
     * Runs the command and exits: 0 if all is well, 1 if data is missing or wrong, 2 if the command
     * is not understood.
     *
     * @param args {@code list}, or {@code get} and a name
     */
    public static void main(String[] args) {
        System.exit(run(System.out, System.err, args));
    }

    static int run(PrintStream out, PrintStream err, String... args) {
        return run(Catalogue.all(), out, err, args);
    }

    static int run(List<DataSet> sets, PrintStream out, PrintStream err, String... args) {
        return new DataCommand(sets).parse(List.of(args), out, err);
    }

    private int parse(List<String> args, PrintStream out, PrintStream err) {
        try {
            return run(args, out, err);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    protected int run(PrintStream out, PrintStream err) {
        if (verb.equals("list") && name == null) {
            return list(sets, out);
        } else if (!verb.equals("get")) {
            return refuse(err, "'%s' is not understood: expected list, or get and a name".formatted(verb));
        }
        Optional<DataSet> set = sets.stream().filter(s -> s.name().equals(name)).findFirst();
        if (set.isPresent()) {
            return get(set.get(), out, err);
        }
        String there = sets.stream().map(DataSet::name).collect(Collectors.joining(", "));
        return refuse(
                err,
                name == null
                        ? "get: say which data set; there are " + there
                        : "no data set \"%s\": there are %s".formatted(name, there));
    }

    private static int list(List<DataSet> sets, PrintStream out) {
        int code = 0;
        out.printf(ROW, "data set", "here", "size", "licence", "what");
        for (DataSet set : sets) {
            String here;
            String more;
            Optional<Path> folder = set.folder();
            if (folder.isEmpty()) {
                // A missing optional data set does not change the exit code.
                here = "no";
                more = "./course data get " + set.name();
            } else {
                try {
                    set.verify(folder.get());
                    here = "yes";
                    more = "here, %s: %s (%s)".formatted(checked(set, folder.get()), folder.get(), size(folder.get()));
                } catch (DataException e) {
                    code = 1;
                    here = "damaged";
                    more = "not usable:\n" + e.getMessage();
                }
            }
            out.printf(ROW, set.name(), here, megabytes(set.bytes()), set.licence(), set.about());
            out.println(more.indent(INDENT).stripTrailing());
        }
        return code;
    }

    /** What is known after {@link DataSet#verify}: without checksums, that all of it can be read. */
    private static String checked(DataSet set, Path folder) {
        return set.hasChecksums(folder) ? "verified" : "read whole (there are no checksums to compare)";
    }

    private static int get(DataSet set, PrintStream out, PrintStream err) {
        try {
            if (set.folder().isEmpty()) {
                out.println("licence: " + set.licence());
            }
            set.fetch(Download.Progress.on(out));
            Path folder = set.folder()
                    .orElseThrow(() -> new DataException(
                            DataFolder.datasets().resolve(set.name()),
                            "the data set",
                            "nothing, though it was fetched",
                            "Try again."));
            set.verify(folder);
            out.println("%s is here and %s: %s".formatted(set.name(), checked(set, folder), folder));
            return 0;
        } catch (DataException e) {
            err.println(e.getMessage());
            if (!e.getMessage().contains(set.offline())) {
                err.println(("  " + set.offline()).stripTrailing());
            }
            return 1;
        }
    }

    private static String megabytes(long bytes) {
        return String.format(Locale.ROOT, bytes < 100_000_000 ? "%.1f MB" : "%.0f MB", bytes / 1e6);
    }

    /** Bytes of all files, those of folders within too. */
    private static String size(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return megabytes(files.filter(Files::isRegularFile)
                    .mapToLong(f -> f.toFile().length())
                    .sum());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
