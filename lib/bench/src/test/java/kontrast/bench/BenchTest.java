package kontrast.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That the benchmarks run and count right; what they find is not tested. */
class BenchTest {

    @TempDir
    private Path folder;

    @Test
    void quartilesLieBetweenMeasurements() {
        assertEquals(new Spread(3, 2, 4), Spread.of(5, 1, 3, 2, 4));
        assertEquals(new Spread(2.5, 1.75, 3.25), Spread.of(4, 3, 2, 1));
        assertEquals("1.50 (1.00-2.00)", new Spread(1.5, 1, 2).text(2));
        assertEquals(new Spread(20, 10, 30), new Spread(2, 1, 3).times(10));
        assertThrows(IllegalArgumentException.class, Spread::of);
    }

    @Test
    void aGoalNotReachedStandsInTheReport() throws IOException {
        BenchReport report = new BenchReport(folder);
        report.goal("fast", 1.2, new Spread(1.3, 1.2, 1.4));
        report.goal("slow", 1.2, new Spread(1.1, 1.0, 1.3));
        report.missing("absent", Setting.NO_TORCH);
        report.table(List.of(List.of("a", "b"), List.of("1", "2")));
        String text = Files.readString(report.write("# Head\n"));
        assertTrue(text.contains("| fast | at least 1.2 times | 1.30 (1.20-1.40) times | met |"));
        assertTrue(text.contains("| slow | at least 1.2 times | 1.10 (1.00-1.30) times | **not met** |"));
        assertTrue(text.contains("| absent |  | skipped: "));
        assertTrue(text.contains("| a | b |\n|---|---|\n| 1 | 2 |\n"));
    }

    /** A process takes steps, tells where their time goes, and trains the network it was told. */
    @Test
    void aWorkerTakesSteps() throws IOException {
        byte[] pixels = new byte[8 * 3 * 32 * 32];
        new Random(1).nextBytes(pixels);
        Path file = Files.write(folder.resolve("pixels.bin"), pixels);
        Setting setting = new Setting(true, 1, file, folder, Optional.empty());
        List<String> words = new ArrayList<>(List.of("load=train", "encoder=small", "width=2", "cells=1", "batch=4"));
        words.addAll(List.of("hidden=8", "output=4", "temperature=0.2"));
        try (Contender contender = setting.kontrast(words)) {
            // 2, 4, 8, 16 channels: convolutions, scales and shifts; then the head.
            long convolutions = 9 * (3 * 2 + 2 * 4 + 4 * 8 + 8 * 16) + 2 * (2 + 4 + 8 + 16);
            assertEquals(convolutions + 16 * 8 + 2 * 8 + 8 * 4 + 4, contender.parameters());
            assertTrue(contender.seconds(2) > 0);
            Map<String, Double> stages = contender.stages(2);
            assertTrue(stages.keySet().containsAll(List.of("views", "backward", "optimizer")));
            assertTrue(stages.values().stream().allMatch(seconds -> seconds >= 0), () -> "" + stages);
        }
    }
}
