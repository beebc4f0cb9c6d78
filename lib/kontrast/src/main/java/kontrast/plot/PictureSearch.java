package kontrast.plot;

import ai.djl.ndarray.NDManager;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import kontrast.data.Examples;
import kontrast.data.Vocabulary;
import kontrast.evaluate.Features;
import kontrast.evaluate.ZeroShot;
import kontrast.method.Clip;

/**
 * Pictures found by words: {@code search("a yellow bird")}. The pictures are embedded once.
 */
public final class PictureSearch {

    private static final int SHOWN = 8;

    private final Clip clip;
    private final Examples images;
    private final Features embedded;

    private PictureSearch(Clip clip, Examples images, Features embedded) {
        this.clip = clip;
        this.images = images;
        this.embedded = embedded;
    }

    /**
     * Embeds pictures to search in.
     *
     * @param clip a trained CLIP
     * @param images the pictures, of 1 or 3 channels
     * @return the search; uses {@code clip}, which stays the caller's to close
     */
    public static PictureSearch of(Clip clip, Examples images) {
        return new PictureSearch(clip, images, ZeroShot.images(clip, images));
    }

    /**
     * Finds the eight pictures that are nearest to a text.
     *
     * @param text at least one word of it known
     * @return the pictures, nearest first, each with its cosine
     * @throws IllegalArgumentException if no word of the text is known
     */
    public ImageGrid search(String text) {
        return search(text, Math.min(SHOWN, images.size()));
    }

    /**
     * Finds the pictures that are nearest to a text.
     *
     * @param text at least one word of it known
     * @param count how many, 1 to the number of pictures
     * @return the pictures, nearest first, each with its cosine
     * @throws IllegalArgumentException if no word of the text is known, or {@code count} is out of its range
     */
    public ImageGrid search(String text, int count) {
        if (count < 1 || count > images.size()) {
            throw new IllegalArgumentException(
                    "%d pictures cannot be shown, there are %d".formatted(count, images.size()));
        }
        double[] cosines = cosines(text);
        int[] nearest = nearest(cosines, count);
        List<String> unknown = clip.options().vocabulary().unknown(text);
        String title = unknown.isEmpty()
                ? "\"%s\"".formatted(text)
                : "\"%s\" (not known: %s)".formatted(text, String.join(", ", unknown));
        try (NDManager manager = NDManager.newBaseManager()) {
            return ImageGrid.of(title, SHOWN, images.tensor(manager, nearest))
                    .withCaptions(Arrays.stream(nearest)
                            .mapToObj(i -> String.format(Locale.ROOT, "%.2f", cosines[i]))
                            .toList());
        }
    }

    static int[] nearest(double[] cosines, int count) {
        return IntStream.range(0, cosines.length)
                .boxed()
                .sorted((i, j) -> Double.compare(cosines[j], cosines[i]))
                .mapToInt(i -> i)
                .limit(count)
                .toArray();
    }

    double[] cosines(String text) {
        Vocabulary vocabulary = clip.options().vocabulary();
        List<String> words = Vocabulary.words(text);
        List<String> unknown = vocabulary.unknown(text);
        if (unknown.size() == words.size()) {
            throw new IllegalArgumentException(
                    "none of the words of \"%s\" occurs in the captions of the training set, so the text says nothing; %d words are known, such as %s"
                            .formatted(text, vocabulary.words().size(), examples(vocabulary.words())));
        }
        float[] y = ZeroShot.texts(clip, List.of(text)).row(0);
        return IntStream.range(0, images.size())
                .mapToDouble(i -> {
                    float[] x = embedded.row(i);
                    return IntStream.range(0, x.length)
                            .mapToDouble(j -> (double) x[j] * y[j])
                            .sum();
                })
                .toArray();
    }

    /** Five words from all over the alphabet. */
    private static String examples(List<String> words) {
        return IntStream.range(0, Math.min(5, words.size()))
                .mapToObj(i -> words.get(i * words.size() / Math.min(5, words.size())))
                .reduce((a, b) -> a + ", " + b)
                .orElse("none");
    }
}
