package kontrast.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AsteriskVoicesTest {

    private static final List<String> FOLDERS = List.of(
            "en_US_f_Allison",
            "es_MX_f_Allison",
            "fr_CA_f_June",
            "it_IT_f_Menardi",
            "it_IT_m_Carlo",
            "ru_RU_f_IvrvoiceRU");

    @TempDir
    Path folder;

    /** Forty sentences by every voice, and a beep that is the same in all. */
    @BeforeEach
    void write() {
        for (int v = 0; v < FOLDERS.size(); v++) {
            Path of = folder.resolve(FOLDERS.get(v));
            for (int s = 0; s < 40; s++) {
                WavFiles.write(
                        of.resolve("some/sentence-%d.wav".formatted(s)),
                        WavFiles.bytes(8000, WavFiles.noise(30, 100 * v + s)));
            }
            WavFiles.write(of.resolve("beep.wav"), WavFiles.bytes(8000, WavFiles.noise(30, 9999)));
        }
    }

    @Test
    void everySentenceIsInOnePartForAllVoices() {
        Set<String> seen = new HashSet<>();
        int all = 0;
        for (Split split : Split.values()) {
            List<Recording> part = AsteriskVoices.load(split, folder);
            Set<String> names = part.stream().map(Recording::name).collect(Collectors.toSet());
            assertEquals(6 * names.size(), part.size());
            assertTrue(names.stream().noneMatch(seen::contains));
            assertFalse(names.contains("beep"));
            seen.addAll(names);
            all += part.size();
        }
        assertEquals(240, all);
        assertTrue(seen.contains("some/sentence-7"));
    }

    @Test
    void speakersAndLanguagesCross() {
        List<Recording> all = AsteriskVoices.load(Split.TRAIN, folder);
        assertEquals(Set.of("English", "Spanish"), languages(all, "Allison"));
        assertEquals(Set.of("Italian"), languages(all, "Paola"));
        assertEquals(Set.of("Italian"), languages(all, "Carlo"));
        Sounds bySpeaker = Sounds.of(all, 30, Recording::speaker, AsteriskVoices.SPEAKERS);
        Sounds byLanguage = Sounds.of(all, 30, Recording::content, AsteriskVoices.LANGUAGES);
        assertEquals(all.size(), bySpeaker.size());
        assertEquals(5, byLanguage.classes().size());
    }

    private static Set<String> languages(List<Recording> all, String speaker) {
        return all.stream()
                .filter(r -> r.speaker().equals(speaker))
                .map(Recording::content)
                .collect(Collectors.toSet());
    }

    private void assertTold(String what) {
        String message = assertThrows(DataException.class, () -> {
                    for (Split split : Split.values()) {
                        AsteriskVoices.load(split, folder);
                    }
                })
                .getMessage();
        assertTrue(message.contains(what), message);
        assertTrue(message.contains("apt install"), message);
    }

    @Test
    void damageIsTold() throws IOException {
        Path file = folder.resolve("fr_CA_f_June/some/sentence-3.wav");
        byte[] good = Files.readAllBytes(file);
        WavFiles.write(file, java.util.Arrays.copyOf(good, good.length - 6));
        assertTold("sentence-3.wav");
        WavFiles.write(file, WavFiles.bytes(16000, WavFiles.noise(30, 1)));
        assertTold("8000 samples a second");
        WavFiles.write(file, good);
        Files.move(folder.resolve("it_IT_m_Carlo"), folder.resolve("elsewhere"));
        assertTold("asterisk-core-sounds-it-wav");
        Files.createDirectory(folder.resolve("it_IT_m_Carlo"));
        assertTold("recordings (.wav)");
    }

    /** The real thing, where it is installed. */
    @Test
    void theInstalledPackagesAreRead() {
        Path installed = AsteriskVoices.PACKAGE;
        assumeTrue(
                Files.isDirectory(installed.resolve("ru_RU_f_IvrvoiceRU")),
                "skipped: Debian's asterisk-core-sounds-*-wav are not installed");
        List<Recording> test = AsteriskVoices.load(Split.TEST, installed);
        for (String speaker : AsteriskVoices.SPEAKERS) {
            double minutes = test.stream()
                            .filter(r -> r.speaker().equals(speaker))
                            .mapToDouble(Recording::seconds)
                            .sum()
                    / 60;
            assertTrue(minutes > 2 && minutes < 20, speaker + " " + minutes);
        }
        assertTrue(test.stream().noneMatch(r -> r.name().startsWith("silence/")));
    }
}
