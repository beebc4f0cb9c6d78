package kontrast.data;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The Free Spoken Digit Dataset (Jackson and others, version 1.0.10): six people say each of ten
 * digits fifty times, in English; 3,000 recordings of about half a second, 8 kHz.
 *
 * <p>It is read from the folder that the system property {@code kontrast.spoken-digits} or the
 * environment variable {@code KONTRAST_SPOKEN_DIGITS} names, else from {@code
 * datasets/spoken-digits}, where {@code ./course data get spoken-digits} puts it. A changed sample
 * is found by the list of SHA-256 that unpacking writes.
 *
 * <p>Splits, by the number of the repetition, as the data set's own description has them: 0 to 4
 * are {@link Split#TEST}; of the others 5 to 9 are {@link Split#VALIDATION} and 10 to 49 {@link
 * Split#TRAIN}.
 */
public final class SpokenDigits {

    /** The people, in the order of the labels. */
    public static final List<String> SPEAKERS = List.of("george", "jackson", "lucas", "nicolas", "theo", "yweweler");

    /** The digits, in the order of the labels. */
    public static final List<String> DIGITS = List.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");

    /** Samples a second. */
    public static final int RATE = 8000;

    private static final Pattern FILE = Pattern.compile("([0-9])_([a-z]+)_([0-9]{1,2})\\.wav");
    private static final int REPETITIONS = 50;

    static final ArchivedDataSet DATA_SET = new ArchivedDataSet(
            "spoken-digits",
            "6 speakers, 10 digits, 3,000 recordings, 8 kHz",
            "CC BY-SA 4.0",
            15_000_000,
            URI.create("https://github.com/Jakobovski/free-spoken-digit-dataset/archive/refs/tags/v1.0.10.tar.gz"),
            "feb479fad3a37883c3d21ed7f982281c2dd1c18d5aefd7e8a5d50f58023392aa",
            100_000_000,
            "free-spoken-digit-dataset-1.0.10",
            "recordings",
            folder -> {
                for (Split split : Split.values()) {
                    load(split, folder);
                }
            });

    private SpokenDigits() {}

    /**
     * Loads one split.
     *
     * @param split which part
     * @return the recordings, by name; {@link Recording#content} is the digit
     * @throws DataException if the data set is not on this machine, or a recording is missing or
     *     damaged
     */
    public static List<Recording> load(Split split) {
        return load(split, DATA_SET.required());
    }

    /**
     * Loads one split from a folder.
     *
     * @param split which part
     * @param folder holds {@code recordings/7_jackson_32.wav} and so on
     * @return the recordings, by name; {@link Recording#content} is the digit
     * @throws DataException if a recording is missing, damaged or none of the data set's
     */
    public static List<Recording> load(Split split, Path folder) {
        return load(split, folder, SPEAKERS.size() * DIGITS.size() * REPETITIONS);
    }

    static List<Recording> load(Split split, Path folder, int count) {
        String remedy = DATA_SET.remedy();
        VerifiedFolder verified = VerifiedFolder.of(folder, remedy);
        Path inside = folder.resolve("recordings");
        if (!Files.isDirectory(inside)) {
            throw new DataException(inside, "the recordings", "no such folder", remedy);
        }
        List<Recording> recordings = new ArrayList<>();
        List<Path> files;
        try (Stream<Path> all = Files.list(inside)) {
            files = all.filter(f -> f.toString().endsWith(".wav")).sorted().toList();
        } catch (IOException e) {
            throw new DataException(inside, "a folder that can be read", String.valueOf(e.getMessage()), remedy, e);
        }
        if (files.size() != count) {
            throw new DataException(
                    inside, "%,d recordings (.wav)".formatted(count), "%,d".formatted(files.size()), remedy);
        }
        for (Path file : files) {
            Matcher name = FILE.matcher(file.getFileName().toString());
            if (!name.matches() || !SPEAKERS.contains(name.group(2))) {
                throw new DataException(
                        file,
                        "a name like 7_jackson_32.wav, with one of " + SPEAKERS,
                        file.getFileName().toString(),
                        remedy);
            }
            if (split(Integer.parseInt(name.group(3))) != split) {
                continue;
            }
            String inFolder = "recordings/" + file.getFileName();
            Wav wav = Wav.of(file, verified.read(inFolder, file.toFile().length()), remedy);
            if (wav.rate() != RATE) {
                throw new DataException(file, RATE + " samples a second", wav.rate() + " samples", remedy);
            }
            String title = file.getFileName().toString().replace(".wav", "");
            recordings.add(new Recording(title, name.group(2), name.group(1), wav.rate(), wav.samples()));
        }
        return recordings;
    }

    private static Split split(int repetition) {
        return repetition < 5 ? Split.TEST : repetition < 10 ? Split.VALIDATION : Split.TRAIN;
    }
}
