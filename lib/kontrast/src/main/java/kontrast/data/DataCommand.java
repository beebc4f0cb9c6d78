package kontrast.data;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The command line {@code ./course data}: what data is here, and fetching what is not. */
public final class DataCommand {

    private static final String USAGE =
            """
            usage: ./course data list        what is here, what is not, size and licence
                   ./course data get NAME    make sure that it is here, and right""";

    private static final String EMOJI = "emoji-views";
    private static final String FASHION = "fashion-mnist";

    private DataCommand() {}

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
        try {
            if (args.length == 0 || (args.length == 1 && args[0].equals("list"))) {
                return list(out);
            }
            if (args.length == 2 && args[0].equals("get")) {
                return get(out, err, args[1]);
            }
        } catch (DataException e) {
            err.println(e.getMessage());
            return 1;
        }
        err.println("not understood: " + String.join(" ", args));
        err.println(USAGE);
        return 2;
    }

    private static int list(PrintStream out) {
        int code = 0;
        for (String name : List.of(EMOJI, FASHION)) {
            out.printf("%-14s %s%n", name, about(name));
            try {
                Path folder = verify(name);
                out.printf("%-14s here, verified: %s (%.1f MB)%n", "", folder, size(folder) / 1e6);
            } catch (DataException e) {
                boolean absent = name.equals(FASHION) && absent();
                // What one may do without is no fault.
                code = absent ? code : 1;
                out.println(
                        (absent
                                        ? "not here: ./course data get " + name
                                        : "not usable:\n" + e.getMessage())
                                .indent(15)
                                .stripTrailing());
            }
        }
        return code;
    }

    private static int get(PrintStream out, PrintStream err, String name) {
        switch (name) {
            case EMOJI -> {}
            case FASHION -> {
                // A folder of someone else's is reported when it is wrong, never written to.
                if (absent() || FashionMnist.folder().equals(FashionMnist.local())) {
                    out.println("MIT License, Copyright (c) 2017 Zalando SE");
                    FashionMnist.download(out);
                }
            }
            default -> {
                err.printf("no data set \"%s\": there are %s and %s%n", name, EMOJI, FASHION);
                return 2;
            }
        }
        out.println(name + " is here and verified: " + verify(name));
        return 0;
    }

    private static String about(String name) {
        return name.equals(EMOJI)
                ? "1,563 concepts in 4 styles, 32 x 32 RGBA, bundled;"
                        + " Apache-2.0, CC BY 4.0 and MIT by style"
                : "70,000 grey pictures of clothes, 28 x 28, 10 classes; 31 MB; MIT";
    }

    /** Reads everything of a data set; returns its folder. */
    private static Path verify(String name) {
        if (name.equals(FASHION)) {
            Path folder = FashionMnist.folder();
            FashionMnist.load(Split.TRAIN, folder);
            FashionMnist.load(Split.TEST, folder);
            return folder;
        }
        Path folder = DataFolder.datasets().resolve(EMOJI);
        EmojiViews.load(folder).images(Split.TEST, EmojiViews.Style.values());
        return folder;
    }

    /** True if nothing is there to be wrong. A folder that the user names should hold something. */
    private static boolean absent() {
        if (FashionMnist.named() != null) {
            return false;
        }
        try {
            FashionMnist.folder();
            return false;
        } catch (DataException e) {
            return true;
        }
    }

    private static long size(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile).mapToLong(f -> f.toFile().length()).sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
