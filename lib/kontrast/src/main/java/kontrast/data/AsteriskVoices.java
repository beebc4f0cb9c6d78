package kontrast.data;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The prompts of the telephone exchange Asterisk: five people who read, in a studio, what a
 * telephone says; 8 kHz, about 25 minutes for each of six sets.
 *
 * <pre>
 *   Allison  English, Spanish      June     French       Paola   Italian
 *   Carlo    Italian               Ivrvoice Russian
 * </pre>
 *
 * <p>One voice speaks two languages and two voices speak one: what recognises the speaker and not
 * the language must tell the two Italian voices apart and join the two sets of Allison.
 *
 * <p>They are read from Debian's packages {@code asterisk-core-sounds-en-wav}, {@code -es-}, {@code
 * -fr-}, {@code -it-}, {@code -ru-} and {@code asterisk-prompt-it-menardi-wav} (Creative Commons,
 * attribution and most of them share-alike), or from a folder of the same form that the system
 * property {@code kontrast.asterisk-voices} or the environment variable {@code
 * KONTRAST_ASTERISK_VOICES} names, or in {@code datasets/asterisk-voices}; never bundled. Beeps,
 * tones and silences, which every set has, are left out.
 *
 * <p>The split goes by the SHA-256 of a recording's name, so that a sentence is in the same part
 * for every voice, and no sentence of the test was heard in training: some 20 % test, 10 %
 * validation.
 */
public final class AsteriskVoices {

    /** The people, in the order of the labels. */
    public static final List<String> SPEAKERS = List.of("Allison", "June", "Paola", "Carlo", "Ivrvoice");

    /** The languages, in the order of the labels. */
    public static final List<String> LANGUAGES = List.of("English", "Spanish", "French", "Italian", "Russian");

    /** Samples a second. */
    public static final int RATE = 8000;

    /** Beeps, silences, and the monkeys that the exchange keeps for its jokes. */
    private static final Pattern NO_VOICE =
            Pattern.compile("silence/.*|beep|beeperr|(ascending|descending)-2tone|tt-monkeys");

    private record Set(String folder, String speaker, String language, String debian) {}

    private static final List<Set> SETS = List.of(
            new Set("en_US_f_Allison", "Allison", "English", "core-sounds-en"),
            new Set("es_MX_f_Allison", "Allison", "Spanish", "core-sounds-es"),
            new Set("fr_CA_f_June", "June", "French", "core-sounds-fr"),
            new Set("it_IT_f_Menardi", "Paola", "Italian", "prompt-it-menardi"),
            new Set("it_IT_m_Carlo", "Carlo", "Italian", "core-sounds-it"),
            new Set("ru_RU_f_IvrvoiceRU", "Ivrvoice", "Russian", "core-sounds-ru"));

    static final Path PACKAGE = Path.of("/usr/share/asterisk/sounds");
    private static final String HOW = "On Debian or Ubuntu: apt install asterisk-core-sounds-{en,es,fr,it,ru}-wav"
            + " asterisk-prompt-it-menardi-wav; elsewhere, or without a network, copy the"
            + " folder /usr/share/asterisk/sounds of such a machine to"
            + " datasets/asterisk-voices, or name it in the environment variable"
            + " KONTRAST_ASTERISK_VOICES.";

    static final InstalledDataSet DATA_SET = new InstalledDataSet(
            "asterisk-voices",
            "5 voices in 5 languages, 155 minutes, 8 kHz (Debian packages)",
            "CC BY-SA 3.0, Russian CC BY 3.0",
            150_000_000,
            PACKAGE,
            "the prompts",
            HOW,
            AsteriskVoices::verify);

    private AsteriskVoices() {}

    /**
     * Loads one split of what is installed.
     *
     * @param split which part
     * @return the recordings, by set and name; {@link Recording#content} is the language
     * @throws DataException if a set is missing or a file damaged
     */
    public static List<Recording> load(Split split) {
        return load(split, DATA_SET.required());
    }

    /**
     * Loads one split from a folder.
     *
     * @param split which part
     * @param folder in the form of the packages' {@code /usr/share/asterisk/sounds}
     * @return the recordings, by set and name; {@link Recording#content} is the language
     * @throws DataException if a set is missing or a file damaged
     */
    public static List<Recording> load(Split split, Path folder) {
        List<Recording> recordings = new ArrayList<>();
        for (Set set : SETS) {
            for (Path file : files(folder, set)) {
                String name = name(folder.resolve(set.folder), file);
                if (NO_VOICE.matcher(name).matches() || split(name) != split) {
                    continue;
                }
                Wav wav = Wav.read(file, HOW);
                if (wav.rate() != RATE) {
                    throw new DataException(file, RATE + " samples a second", wav.rate() + " samples", HOW);
                }
                recordings.add(new Recording(name, set.speaker, set.language, RATE, wav.samples()));
            }
        }
        return recordings;
    }

    private static List<Path> files(Path folder, Set set) {
        Path of = folder.resolve(set.folder);
        if (!Files.isDirectory(of)) {
            throw new DataException(
                    of, "the set of the package asterisk-" + set.debian + "-wav", "no such folder", HOW);
        }
        try (Stream<Path> files = Files.walk(of)) {
            List<Path> found =
                    files.filter(f -> f.toString().endsWith(".wav")).sorted().toList();
            if (found.isEmpty()) {
                throw new DataException(of, "recordings (.wav)", "none", HOW);
            }
            return found;
        } catch (IOException e) {
            throw new DataException(of, "a folder that can be read", String.valueOf(e.getMessage()), HOW, e);
        }
    }

    private static String name(Path folder, Path file) {
        String name = folder.relativize(file).toString().replace('\\', '/');
        return name.substring(0, name.length() - ".wav".length());
    }

    static Split split(String name) {
        String sum = Checksums.of(name.getBytes(StandardCharsets.UTF_8));
        int tenth = Integer.parseInt(sum.substring(0, 6), 16) % 10;
        return tenth < 2 ? Split.TEST : tenth == 2 ? Split.VALIDATION : Split.TRAIN;
    }

    private static void verify(Path folder) {
        for (Split split : Split.values()) {
            load(split, folder);
        }
    }
}
