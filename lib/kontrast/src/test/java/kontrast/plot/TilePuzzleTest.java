package kontrast.plot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.awt.image.BufferedImage;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class TilePuzzleTest {

    private static NDArray greys(NDManager manager, int count) {
        float[] levels = new float[count];
        for (int i = 0; i < count; i++) {
            levels[i] = i / (float) (count - 1);
        }
        return manager.create(levels, new Shape(count, 1, 1, 1));
    }

    /** Tile order[i] lies at place i. The inverse order, the usual confusion, would put black at place 2. */
    @Test
    void theOrderSaysWhichTileLiesWhere() {
        try (NDManager manager = NDManager.newBaseManager()) {
            TilePuzzle puzzle = TilePuzzle.of("Lay it.", greys(manager, 4), 2, 0, 1, 3);
            BufferedImage image = Markup.image(puzzle.png());
            assertEquals(64 * 2 + 3 * 4, image.getWidth());
            assertEquals(0xFFAAAAAA, image.getRGB(10, 10), "tile 2 at place 0");
            assertEquals(0xFF000000, image.getRGB(68 + 10, 10), "tile 0 at place 1");
            assertEquals(0xFFFFFFFF, image.getRGB(68 + 10, 68 + 10), "tile 3 at place 3");
            assertTrue(puzzle.alt().contains("1 of 4 tiles lie where they belong"), puzzle.alt());
            Matcher laid = Pattern.compile("data-tile=\"(\\d)\"").matcher(puzzle.html());
            assertEquals(
                    List.of("2", "0", "1", "3"),
                    laid.results().map(r -> r.group(1)).toList());
        }
    }

    /** JupyterLab takes grids, numbers and scripts out of what it does not trust; what is left must be the puzzle. */
    @Test
    void withoutScriptsThereIsAPictureOfTheTilesAsLaid() {
        try (NDManager manager = NDManager.newBaseManager()) {
            TilePuzzle puzzle = TilePuzzle.of("Lay it.", greys(manager, 4), 2, 0, 1, 3);
            String seen = puzzle.html()
                    .replaceAll("(?s)<script>.*?</script>|<div data-live style=\"display:none.*?</div>", "");
            String picture = Base64.getEncoder().encodeToString(puzzle.png());
            assertTrue(seen.contains(picture) && seen.contains("Run this cell"), seen);
            assertEquals(1, seen.split("<img", -1).length - 1, "no tile beside it");
        }
    }

    @Test
    void anOrderNamesEachTileOnceAndTilesFillASquare() {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray four = greys(manager, 4);
            for (int[] wrong : new int[][] {{0, 1, 2}, {0, 1, 2, 2}, {1, 2, 3, 4}}) {
                String message = assertThrows(IllegalArgumentException.class, () -> TilePuzzle.of("t", four, wrong))
                        .getMessage();
                assertTrue(message.contains("found 4 tiles"), message);
            }
            assertThrows(IllegalArgumentException.class, () -> TilePuzzle.of("t", greys(manager, 3), 0, 1, 2));
        }
    }
}
