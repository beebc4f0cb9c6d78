package kontrast.data;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Several people who say several words several times: what can be learned about voices, and judged.
 *
 * <p>{@link #installed()} are people where recordings of them are on this machine, and a machine's voices otherwise;
 * {@link #toString()} says which.
 */
public final class Voices {

    private final String about;
    private final List<String> speakers;
    private final List<String> words;
    private final Function<Split, List<Recording>> recordings;
    private final Map<Split, List<Recording>> loaded = new ConcurrentHashMap<>();

    private Voices(
            String about, List<String> speakers, List<String> words, Function<Split, List<Recording>> recordings) {
        this.about = about;
        this.speakers = speakers;
        this.words = words;
        this.recordings = recordings;
    }

    /**
     * Returns the recordings that are on this machine, else synthesised ones.
     *
     * @return {@link SpokenDigits} where they are installed, else {@link #synthesised()}
     * @throws DataException if a folder is named for the recordings, and what lies there is damaged; thrown when they
     *     are loaded
     */
    public static Voices installed() {
        return SpokenDigits.DATA_SET.folder().isPresent()
                ? new Voices(
                        "recordings of six people who say ten digits in English (Free Spoken Digit Dataset)",
                        SpokenDigits.SPEAKERS,
                        SpokenDigits.DIGITS,
                        SpokenDigits::load)
                : synthesised();
    }

    /**
     * Returns six voices that a program makes from pulses and resonances, and which say ten words that mean nothing.
     *
     * @return 16 repetitions of each word by each voice for training, 4 for validation, 4 for test; the same at each
     *     call
     */
    public static Voices synthesised() {
        return new Voices(
                "six synthesised voices, nobody's; for recordings of people type ./course data get spoken-digits",
                SynthesisedVoices.SPEAKERS,
                SynthesisedVoices.WORDS,
                SynthesisedVoices::load);
    }

    /**
     * Returns the recordings of one split, which are loaded or made at the first call.
     *
     * @param split which part; no utterance is in two of them, each speaker is in all
     * @return the recordings; {@link Recording#content} is the word
     */
    public List<Recording> recordings(Split split) {
        return loaded.computeIfAbsent(split, s -> List.copyOf(recordings.apply(s)));
    }

    /**
     * Returns stretches of one split, labelled by who speaks.
     *
     * @param split which part
     * @param length samples of a stretch, at least 1
     * @return the stretches
     */
    public Sounds bySpeaker(Split split, int length) {
        return Sounds.of(recordings(split), length, Recording::speaker, speakers);
    }

    /**
     * Returns stretches of one split, labelled by what is said.
     *
     * @param split which part
     * @param length samples of a stretch, at least 1
     * @return the stretches
     */
    public Sounds byWord(Split split, int length) {
        return Sounds.of(recordings(split), length, Recording::content, words);
    }

    /** Returns the names of those who speak, in the order of the labels. */
    public List<String> speakers() {
        return speakers;
    }

    /** Returns the words, in the order of the labels. */
    public List<String> words() {
        return words;
    }

    /** Tells whose voices these are. */
    @Override
    public String toString() {
        return about;
    }
}
