package kontrast.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.types.Shape;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import kontrast.data.Images;
import kontrast.method.SimClr;
import kontrast.method.Supervised;
import kontrast.notebook.Banner;
import kontrast.tensor.Devices;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a learner reads while a notebook trains; time is an argument, so that nothing waits. */
class ProgressTest {

    private static final long SECOND = 1_000_000_000L;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

    @AfterEach
    void clear() {
        System.clearProperty("kontrast.preset");
        System.setProperty("kontrast.progress", "none");
    }

    private String printed(Progress.Style style) {
        Progress progress = new Progress(style, out, "SimCLR", 200, 0, 0);
        for (int done = 1; done <= 200; done++) { // a step takes half a second
            progress.step(done, 5.0 - done / 100.0, done * SECOND / 2, false);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Test
    void barRewritesOneLine() {
        String text = printed(Progress.Style.BAR);
        assertEquals(1, text.chars().filter(c -> c == '\n').count());
        String[] states = text.split("\r", -1);
        assertTrue(states[100].startsWith("[##########..........] SimCLR step 100/200"), states[100]);
        assertTrue(states[100].contains("loss 4.0000"));
        assertTrue(states[100].contains("50 s left"), states[100]);
        assertTrue(states[200].contains("took 1:40 min (500 ms a step)"), states[200]);
        assertTrue(text.endsWith(System.lineSeparator()));
        // A shorter line covers the longer one before it.
        for (int i = 2; i < states.length; i++) {
            assertTrue(states[i].length() >= states[i - 1].stripTrailing().length());
        }
    }

    @Test
    void aLongStepIsGivenInSeconds() {
        new Progress(Progress.Style.BAR, out, "transfer", 3, 0, 0).step(3, 1, 42 * SECOND, false);
        assertTrue(bytes.toString(StandardCharsets.UTF_8).contains("took 42 s (14 s a step)"));
    }

    @Test
    void logIsSparseAndFlat() {
        String text = printed(Progress.Style.LOG);
        assertFalse(text.contains("\r"));
        assertEquals(10, text.lines().count());
        assertTrue(text.startsWith("SimCLR step 20/200  loss 4.8000  1:30 min left"), text);
    }

    @Test
    void noneIsSilent() {
        assertEquals("", printed(Progress.Style.NONE));
    }

    /** A run that rests at step 54 says 54, not the 53 that was printed a moment before. */
    @Test
    void theLastStepBeforeARestIsSaid() {
        Progress progress = new Progress(Progress.Style.BAR, out, "x", 200, 0, 0);
        progress.step(53, 1, SECOND, false);
        progress.step(54, 1, SECOND + 1, false);
        assertFalse(bytes.toString(StandardCharsets.UTF_8).contains("54/200"), "too soon");
        progress.step(54, 1, SECOND + 1, true);
        assertTrue(bytes.toString(StandardCharsets.UTF_8).contains("x step 54/200"));
    }

    /** After resuming at step 150, the rate is that of the steps since, not of all. */
    @Test
    void timeLeftCountsFromTheResumedStep() {
        Progress progress = new Progress(Progress.Style.LOG, out, "x", 200, 150, 0);
        progress.step(160, 1, 20 * SECOND, false);
        assertTrue(bytes.toString(StandardCharsets.UTF_8).contains("1:20 min left"));
    }

    @Test
    void aMessageStandsBelowTheBar() {
        Progress progress = new Progress(Progress.Style.BAR, out, "x", 2, 0, 0);
        progress.step(1, 1, SECOND, false);
        progress.say("stopped");
        List<String> lines = bytes.toString(StandardCharsets.UTF_8).lines().toList();
        assertEquals("stopped", lines.get(lines.size() - 1));
        assertTrue(lines.get(lines.size() - 2).contains("step 1/2"));
    }

    /** A part of a run leaves its bar behind; what a cell prints afterwards may not be written on it. */
    @Test
    void aBarThatStaysShortEndsItsLine() {
        Progress progress = new Progress(Progress.Style.BAR, out, "x", 2, 0, 0);
        progress.step(1, 1, SECOND, false);
        assertFalse(bytes.toString(StandardCharsets.UTF_8).endsWith("\n"));
        progress.rest();
        progress.rest(); // and once only
        String text = bytes.toString(StandardCharsets.UTF_8);
        assertEquals(1, text.chars().filter(c -> c == '\n').count());
        assertTrue(text.endsWith("\n"));
    }

    @Test
    void styleAndPresetAreChosenByProperty() {
        System.setProperty("kontrast.progress", "Bar");
        assertEquals(Progress.Style.BAR, Progress.Style.current());
        System.setProperty("kontrast.progress", "loud");
        assertTrue(assertThrows(IllegalArgumentException.class, Progress.Style::current)
                .getMessage()
                .contains("loud"));
        System.setProperty("kontrast.preset", "Smoke");
        assertEquals(Preset.SMOKE, Preset.current());
        assertTrue(Banner.of("11 SimCLR", Map.of(Preset.SMOKE, 0.5))
                .matches("11 SimCLR \\| preset smoke \\| device .*\\| about 30 seconds"));
        System.setProperty("kontrast.preset", "huge");
        assertTrue(assertThrows(IllegalArgumentException.class, Preset::current)
                .getMessage()
                .contains("huge"));
    }

    /** Every recipe builds, and the smoke one trains. */
    @Test
    void recipesBuild() {
        for (Preset preset : Preset.values()) {
            for (Recipe<SimClr.Options> recipe :
                    List.of(SimClrRecipes.simclr(preset), SimClrRecipes.acrossStyles(preset, 4))) {
                try (SimClr method = new SimClr(recipe.method(), new Shape(3, 32, 32), Devices.best(), 1)) {
                    assertTrue(method.network().isInitialized(), preset.toString());
                }
            }
        }
        System.setProperty("kontrast.progress", "none");
        Images images = Synthetic.discs(256, 32, 4, 1);
        Recipe<SimClr.Options> recipe = SimClrRecipes.simclr(Preset.SMOKE);
        try (SimClr method = new SimClr(recipe.method(), new Shape(3, 32, 32), Devices.best(), 1);
                Pretraining training = new Pretraining(method, images, recipe.training())) {
            assertEquals(2, training.run().rows().size());
        }
        assertEquals(4, Supervised.Options.like(recipe.method(), images).classes());
    }
}
