package kontrast.plot;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.stream.IntStream;
import kontrast.data.Captions;
import kontrast.data.Images;
import kontrast.method.Clip;
import kontrast.tensor.Devices;
import kontrast.train.ClipRecipes;
import kontrast.train.Preset;
import kontrast.train.Synthetic;
import org.junit.jupiter.api.Test;

/** Pictures found by words. */
class PictureSearchTest {

    private static final Captions CAPTIONS = Captions.of(List.of(
            List.of("red", "disc"), List.of("green", "disc"), List.of("red", "disc", "large"), List.of("green")));

    private static PictureSearch search(Clip clip) {
        return PictureSearch.of(clip, Synthetic.discs(12, 32, 4, 5));
    }

    private static Clip clip() {
        return new Clip(
                ClipRecipes.acrossStyles(Preset.SMOKE, 1, CAPTIONS).method(), new Shape(3, 32, 32), Devices.best(), 1);
    }

    /** Cosines of the two embeddings, with loops; sorted the wrong way, the last would come first. */
    @Test
    void theNearestComeFirst() {
        try (Clip clip = clip();
                NDManager manager = clip.manager().newSubManager()) {
            Images images = Synthetic.discs(12, 32, 4, 5);
            double[] cosines = PictureSearch.of(clip, images).cosines("red disc");
            float[] y = clip.embed(manager, List.of("red disc")).toFloatArray();
            float[] x = clip.embed(images.tensor(manager)).toFloatArray(); // [12, 16]
            for (int i = 0; i < 12; i++) {
                double dot = 0;
                for (int j = 0; j < y.length; j++) {
                    dot += x[i * y.length + j] * y[j];
                }
                assertEquals(dot, cosines[i], 1e-5);
            }
            assertArrayEquals(new int[] {2, 0, 3}, PictureSearch.nearest(new double[] {0.5, -0.9, 0.7, 0.1}, 3));
        }
    }

    @Test
    void unknownWordsAreNamed() {
        try (Clip clip = clip()) {
            PictureSearch search = search(clip);
            assertTrue(search.search("a red <bird>").alt().contains("not known: a, bird"));
            String message = assertThrows(IllegalArgumentException.class, () -> search.search("Camel!"))
                    .getMessage();
            assertTrue(message.contains("Camel!") && message.contains("disc"), message);
            assertThrows(IllegalArgumentException.class, () -> search.search("red", 13));
        }
    }

    /** A search leaves the pictures as they are, so that the next one finds them. */
    @Test
    void itCanBeUsedAgain() {
        try (Clip clip = clip()) {
            Images images = Synthetic.discs(12, 32, 4, 5);
            PictureSearch search = PictureSearch.of(clip, images);
            List<String> twice = IntStream.range(0, 2)
                    .mapToObj(i -> search.search("green", 3).alt())
                    .toList();
            assertEquals(twice.get(0), twice.get(1));
        }
    }
}
