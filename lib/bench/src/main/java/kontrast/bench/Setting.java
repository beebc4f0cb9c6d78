package kontrast.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import kontrast.data.EmojiViews;
import kontrast.data.Images;
import kontrast.data.Split;

/**
 * What every measurement needs to know.
 *
 * @param quick whether to look at everything for a moment only
 * @param threads threads of each side
 * @param pixels file of the images that both sides train on
 * @param script the Python side
 * @param python a Python with PyTorch and torchvision, if there is one
 */
record Setting(boolean quick, int threads, Path pixels, Path script, Optional<String> python) {

    /** Why rows of the comparison are missing. */
    static final String NO_TORCH =
            "skipped: needs PyTorch and torchvision in Python (Debian: apt-get install python3-torch python3-torchvision libopenblas0-openmp)";

    /**
     * Looks around and writes the images where both sides find them.
     *
     * @param quick whether to look at everything for a moment only
     * @param threads threads of each side
     * @param root the course's folder
     * @return the setting
     * @throws IOException if the images cannot be written
     */
    static Setting find(boolean quick, int threads, Path root) throws IOException {
        Path pixels = root.resolve("target/bench/pixels.bin");
        Files.createDirectories(pixels.getParent());
        Images images = EmojiViews.load().images(Split.TRAIN, EmojiViews.Style.values());
        Files.write(pixels, images.bytes());
        return new Setting(
                quick,
                threads,
                pixels,
                root.resolve("lib/bench/src/main/python/torch_worker.py"),
                List.of("/usr/bin/python3", "python3").stream()
                        .filter(Setting::hasTorch)
                        .findFirst());
    }

    private static boolean hasTorch(String python) {
        return !Machine.output(python, "-c", "import torch, torchvision; print(torch.__version__)")
                .isEmpty();
    }

    /** Returns one of two numbers: for the whole benchmark, or for a quick look. */
    int of(int whole, int few) {
        return quick ? few : whole;
    }

    /** Returns how long one turn lasts, in seconds. */
    double turn() {
        return quick ? 0.3 : 2;
    }

    /**
     * Starts the library's side.
     *
     * @param words the load, as {@link Load#of} reads it
     * @return the contender, to be closed
     */
    Contender kontrast(List<String> words) {
        return kontrast(words, "-Xmx2g");
    }

    /**
     * Starts the library's side with options for its Java.
     *
     * @param words the load, as {@link Load#of} reads it
     * @param javaOptions options of the virtual machine
     * @return the contender, to be closed
     */
    Contender kontrast(List<String> words, String... javaOptions) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(javaOptions));
        command.add("-Dai.djl.pytorch.num_threads=" + threads);
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(Worker.class.getName());
        command.addAll(words);
        command.add("pixels=" + pixels);
        return new Contender("Kontrast", command, threads, true);
    }

    /**
     * Starts the Python side.
     *
     * @param words the load and how to do it, as the script reads them
     * @return the contender, to be closed
     */
    Contender torch(List<String> words) {
        List<String> command = new ArrayList<>(List.of(python.orElseThrow(), script.toString()));
        command.addAll(words);
        command.add("pixels=" + pixels);
        command.add("threads=" + threads);
        String how = words.stream()
                .filter(w -> w.matches("(workers|format|input)=.*"))
                .map(w -> w.replace("workers=", "workers ").replaceAll("^\\w+=", ""))
                .reduce((a, b) -> a + ", " + b)
                .orElse("");
        return new Contender("PyTorch, " + how, command, threads, false);
    }
}
