package kontrast.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class VoicesTest {

    private static final Voices VOICES = Voices.synthesised();

    /** The lag at which a recording resembles itself most, within the pitches of speech: a period of the voice. */
    private static int period(short... samples) {
        int best = 0;
        double most = Double.NEGATIVE_INFINITY;
        for (int lag = 28; lag <= 100; lag++) { // 286 to 80 Hz
            double same = 0;
            for (int n = samples.length / 4; n < samples.length / 2; n++) {
                same += (double) samples[n] * samples[n + lag];
            }
            if (same > most) {
                most = same;
                best = lag;
            }
        }
        return best;
    }

    private static double pitch(List<Recording> recordings, String speaker) {
        return recordings.stream()
                .filter(r -> r.speaker().equals(speaker))
                .mapToDouble(r -> (double) r.rate() / period(r.samples()))
                .sorted()
                .skip(20)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void eachVoiceSaysEachWordInEachSplit() {
        assertEquals(6 * 10 * 16, VOICES.recordings(Split.TRAIN).size());
        List<Recording> test = VOICES.recordings(Split.TEST);
        assertEquals(6 * 10 * 4, test.size());
        for (Recording r : test) {
            assertTrue(r.seconds() > 0.3 && r.seconds() < 0.9, r::toString);
            assertEquals(8000, r.rate());
        }
        Set<String> names = new HashSet<>();
        for (Split split : Split.values()) {
            VOICES.recordings(split).forEach(r -> assertTrue(names.add(r.name()), r.name() + " is in two splits"));
        }
        assertArrayEquals(
                test.get(7).samples(), VOICES.recordings(Split.TEST).get(7).samples());
    }

    @Test
    void voicesHaveTheirPitchAndWordsTheirVowels() {
        List<Recording> test = VOICES.recordings(Split.TEST);
        assertTrue(pitch(test, "voice A") < pitch(test, "voice D"), "105 against 165 Hz");
        assertTrue(pitch(test, "voice D") < 1.5 * pitch(test, "voice A") * 1.4);
        assertFalse(test.get(0).samples().length == test.get(1).samples().length, "the tempo varies");
    }

    /** A constant would tell the voice without a word being said, see exercise 14.7; and so would one that comes and goes. */
    @Test
    void noTenthOfASecondHasAConstant() {
        for (Recording r : VOICES.recordings(Split.TEST)) {
            short[] samples = r.samples();
            double loud = Math.sqrt(IntStream.range(0, samples.length)
                    .mapToDouble(n -> (double) samples[n] * samples[n])
                    .average()
                    .orElseThrow());
            for (int from = 0; from + 800 <= samples.length; from += 800) {
                double mean = IntStream.range(from, from + 800)
                        .map(n -> samples[n])
                        .average()
                        .orElseThrow();
                assertEquals(0, mean / loud, 0.1, r::toString); // a period is cut in two somewhere
            }
        }
    }

    @Test
    void labelsAreSpeakersOrWords() {
        Sounds speakers = VOICES.bySpeaker(Split.TEST, 2560);
        Sounds words = VOICES.byWord(Split.TEST, 2560);
        assertEquals(speakers.size(), words.size());
        assertEquals(6, speakers.classes().size());
        assertEquals(10, words.classes().size());
        for (int i = 0; i < speakers.size(); i += 37) {
            assertEquals(speakers.recording(i).speaker(), speakers.classes().get(speakers.labels()[i]));
            assertEquals(words.recording(i).content(), words.classes().get(words.labels()[i]));
        }
    }

    @Test
    void saysWhoseVoicesTheyAre() {
        assertTrue(VOICES.toString().contains("synthesised"), VOICES::toString);
        Voices installed = Voices.installed();
        boolean here = SpokenDigits.DATA_SET.folder().isPresent();
        assertEquals(here, installed.toString().contains("recordings of six people"), installed::toString);
        assertEquals(6, installed.speakers().size());
    }
}
