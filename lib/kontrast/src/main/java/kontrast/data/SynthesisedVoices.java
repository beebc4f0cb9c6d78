package kontrast.data;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import kontrast.tensor.Seeds;

/**
 * Six voices that were never anybody's: speech-like sound from a source and a filter, computed when it is asked for.
 *
 * <pre>
 *   source   pulses of the pitch, rounded off by the tilt of the voice, and breath
 *   filter   three resonances in a row (formants), which glide from one vowel to the next
 *   y_n = (1 + b + c) x_n - b y_n-1 - c y_n-2,   b = -2 r cos(2 pi F / rate),  c = r^2,  r = exp(-pi W / rate)
 * </pre>
 *
 * <p>After Klatt, Software for a cascade/parallel formant synthesizer, 1980, much simplified: W, the width of a
 * resonance, grows with its frequency; consonants are a gap, a hiss or a hum. Formants of the vowels are rounded from
 * Peterson and Barney, 1952. A voice is a length of the throat, by which all formants are divided, a usual pitch, a
 * tilt, a share of breath and a tempo. None of these tells the voice by itself: each varies from utterance to utterance
 * by about as much as the next voice is away. How loud it is and what noise the room makes says nothing about the
 * voice.
 */
final class SynthesisedVoices {

    static final int RATE = SpokenDigits.RATE;

    static final List<String> SPEAKERS = List.of("voice A", "voice B", "voice C", "voice D", "voice E", "voice F");

    /** Words that mean nothing: two syllables, each a consonant and a vowel. */
    static final List<String> WORDS =
            List.of("mano", "tila", "suke", "bado", "nemi", "peso", "lura", "kiba", "sona", "tume");

    private static final int REPETITIONS = 24; // of each word by each voice
    private static final int HELD_OUT = 4; // of these for validation, and as many for test

    /** Formants of a, e, i, o, u in hertz. */
    private static final double[][] VOWELS = {
        {730, 1100, 2450}, {530, 1840, 2480}, {280, 2250, 2950}, {570, 840, 2410}, {300, 870, 2240}
    };

    private static final double NOISE = 0.002; // of the room, root mean square
    private static final double FORGETS =
            0.03; // share of the mean that a sample replaces: below 40 Hz nothing is heard
    private static final double GLIDE = 0.3; // share of a syllable in which the formants still move

    /** Pitch in hertz, length of the throat, tilt in [0, 1), share of breath, syllables a second. */
    private record Voice(double pitch, double throat, double tilt, double breath, double tempo) {}

    private static final List<Voice> VOICES = List.of(
            new Voice(105, 1.10, 0.93, 0.05, 3.7),
            new Voice(118, 1.02, 0.80, 0.25, 4.3),
            new Voice(130, 1.13, 0.86, 0.12, 4.0),
            new Voice(165, 0.97, 0.90, 0.20, 4.4),
            new Voice(180, 0.91, 0.82, 0.06, 3.8),
            new Voice(200, 0.95, 0.94, 0.30, 4.1));

    private SynthesisedVoices() {}

    /**
     * The recordings of one split, by voice, word and repetition; the same at each call. Newer JDKs draw one normal number
     * in millions that 17 rejects: there one of the 1,440 recordings is another.
     */
    static List<Recording> load(Split split) {
        List<Recording> recordings = new ArrayList<>();
        for (int speaker = 0; speaker < SPEAKERS.size(); speaker++) {
            for (int word = 0; word < WORDS.size(); word++) {
                for (int repetition = 0; repetition < REPETITIONS; repetition++) {
                    if (split(repetition) == split) {
                        recordings.add(recording(speaker, word, repetition));
                    }
                }
            }
        }
        return recordings;
    }

    private static Split split(int repetition) {
        return repetition < HELD_OUT ? Split.TEST : repetition < 2 * HELD_OUT ? Split.VALIDATION : Split.TRAIN;
    }

    private static Recording recording(int speaker, int word, int repetition) {
        long number = ((long) speaker * WORDS.size() + word) * REPETITIONS + repetition;
        RandomGenerator random = Seeds.stream(14, "voices", number);
        short[] samples = spoken(VOICES.get(speaker), WORDS.get(word), random);
        String name = "%s_%s_%d".formatted(WORDS.get(word), SPEAKERS.get(speaker), repetition);
        return new Recording(name, SPEAKERS.get(speaker), WORDS.get(word), RATE, samples);
    }

    private static double about(double value, double spread, RandomGenerator random) {
        return value * Math.exp(spread * random.nextGaussian());
    }

    private static short[] spoken(Voice usual, String word, RandomGenerator random) {
        Voice voice = new Voice(
                about(usual.pitch(), 0.10, random),
                about(usual.throat(), 0.02, random),
                Math.min(0.97, about(usual.tilt(), 0.02, random)),
                about(usual.breath(), 0.25, random),
                about(usual.tempo(), 0.08, random));
        int syllable = (int) (RATE / voice.tempo());
        int onset = (int) (0.28 * syllable); // the consonant's part of a syllable
        double[] sound = new double[2 * syllable];
        Resonance[] throat = {new Resonance(), new Resonance(), new Resonance()};
        double[] formants = formants(word.charAt(1), voice);
        double[][] targets = {formants(word.charAt(1), voice), formants(word.charAt(3), voice)};
        double phase = 0;
        double rounded = 0;
        for (int n = 0; n < sound.length; n++) {
            int at = n % syllable;
            char consonant = word.charAt(2 * (n / syllable));
            double[] target = targets[n / syllable];
            for (int k = 0; k < 3; k++) {
                formants[k] += (target[k] - formants[k]) / (GLIDE * syllable);
            }
            double fall = 1.08 - 0.2 * n / sound.length; // the pitch sinks in the course of a word
            phase += voice.pitch() * fall / RATE;
            double pulse = 0;
            if (phase >= 1) {
                phase -= 1;
                pulse = 1 + 0.05 * random.nextGaussian();
            }
            rounded = voice.tilt() * rounded + pulse;
            double source = rounded + voice.breath() * random.nextGaussian();
            double level = at >= onset ? Math.min(1, (syllable - at) / (0.12 * syllable)) : voicing(consonant);
            double value = source * level;
            for (int k = 0; k < 3; k++) {
                boolean hum = at < onset && "mnl".indexOf(consonant) >= 0;
                value = throat[k].next(value, hum && k == 0 ? 260 / voice.throat() : formants[k]);
            }
            sound[n] = value + (at < onset ? hiss(consonant, at / (double) onset, random) : 0);
        }
        return recorded(sound, random);
    }

    private static double[] formants(char vowel, Voice voice) {
        double[] formants = VOWELS["aeiou".indexOf(vowel)].clone();
        for (int k = 0; k < formants.length; k++) {
            formants[k] /= voice.throat();
        }
        return formants;
    }

    /** How loud the voice is in a consonant: hums are voiced, others are not, or hardly. */
    private static double voicing(char consonant) {
        return "mnl".indexOf(consonant) >= 0 ? 0.4 : "bdr".indexOf(consonant) >= 0 ? 0.12 : 0;
    }

    /** A hiss all along, or the burst with which a stop opens. */
    private static double hiss(char consonant, double at, RandomGenerator random) {
        double noise = random.nextGaussian();
        if (consonant == 's') {
            return 1.2 * noise * Math.sin(Math.PI * at);
        }
        return "ptk".indexOf(consonant) >= 0 && at > 0.8 ? 0.9 * noise : 0;
    }

    /**
     * As loud as it happens to be, in a room that is never quite still; a microphone does not hear a constant.
     * Pulses go one way only, so that louder moments would lie higher: each sample loses the mean of those before it.
     */
    private static short[] recorded(double[] sound, RandomGenerator random) {
        double mean = 0;
        double square = 0;
        for (int n = 0; n < sound.length; n++) {
            mean += FORGETS * (sound[n] - mean);
            sound[n] -= mean;
            square += sound[n] * sound[n] / sound.length;
        }
        double gain = about(0.08, 0.4, random) / Math.sqrt(square);
        short[] samples = new short[sound.length];
        for (int n = 0; n < samples.length; n++) {
            double value = gain * sound[n] + NOISE * random.nextGaussian();
            samples[n] = (short) Math.round(32767 * Math.max(-1, Math.min(1, value)));
        }
        return samples;
    }

    /** A resonance with a state of two samples, whose frequency may change at each. */
    private static final class Resonance {
        private double last;
        private double before;

        double next(double in, double frequency) {
            double width = 50 + 0.05 * frequency;
            double r = Math.exp(-Math.PI * width / RATE);
            double b = -2 * r * Math.cos(2 * Math.PI * frequency / RATE);
            double c = r * r;
            double out = (1 + b + c) * in - b * last - c * before;
            before = last;
            last = out;
            return out;
        }
    }
}
