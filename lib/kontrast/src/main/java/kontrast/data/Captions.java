package kontrast.data;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Words for images. Each image has phrases - a name, tags - and its caption is all of them, joined by commas. Training
 * draws some of them, so that an image is called something else each time.
 */
public final class Captions {

    private final List<List<String>> phrases;

    private Captions(List<List<String>> phrases) {
        this.phrases = phrases.stream().map(List::copyOf).toList();
    }

    /**
     * Takes phrases for images.
     *
     * @param phrases for each image, in the images' order, at least one phrase with a word in it
     * @return the captions
     * @throws IllegalArgumentException if an image has no phrase, or a phrase no word; it names the image
     */
    public static Captions of(List<List<String>> phrases) {
        for (int i = 0; i < phrases.size(); i++) {
            if (phrases.get(i).isEmpty()) {
                throw new IllegalArgumentException("image %d has no phrase; each needs at least one".formatted(i));
            }
            for (String phrase : phrases.get(i)) {
                if (Vocabulary.words(phrase).isEmpty()) {
                    throw new IllegalArgumentException(
                            "image %d: \"%s\" has no letter or digit, so it says nothing".formatted(i, phrase));
                }
            }
        }
        return new Captions(phrases);
    }

    /**
     * Takes names and tags of emoji.
     *
     * @param concepts e.g. {@code emoji.concepts(Split.TRAIN)}
     * @return for each concept its label, then its tags
     */
    public static Captions of(EmojiViews.Concept... concepts) {
        return of(Arrays.stream(concepts)
                .map(concept -> {
                    List<String> all = new ArrayList<>(List.of(concept.label()));
                    all.addAll(concept.tags());
                    return all.stream()
                            .filter(phrase -> !Vocabulary.words(phrase).isEmpty())
                            .distinct()
                            .toList();
                })
                .toList());
    }

    /** Returns the number of images. */
    public int size() {
        return phrases.size();
    }

    /**
     * Returns the phrases of one image.
     *
     * @param image 0 to {@link #size()} - 1
     * @return its phrases, in order
     */
    public List<String> phrases(int image) {
        return phrases.get(image);
    }

    /**
     * Returns the whole caption of one image.
     *
     * @param image 0 to {@link #size()} - 1
     * @return all its phrases, joined by commas
     */
    public String caption(int image) {
        return String.join(", ", phrases.get(image));
    }

    /** Returns the whole captions of all images, in order. */
    public List<String> captions() {
        return IntStream.range(0, size()).mapToObj(this::caption).toList();
    }

    /**
     * Returns the captions of some images.
     *
     * @param images their places; may repeat
     * @return captions in that order
     */
    public Captions subset(int... images) {
        return new Captions(Arrays.stream(images).mapToObj(phrases::get).toList());
    }

    /**
     * Draws a caption for an image: each phrase is kept with probability 1/2, in a random order. If none was kept, one
     * is drawn.
     *
     * @param image 0 to {@link #size()} - 1
     * @param random source of the choices
     * @return one or more of its phrases, joined by commas
     */
    public String draw(int image, RandomGenerator random) {
        List<String> all = phrases.get(image);
        List<String> kept = new ArrayList<>();
        for (String phrase : all) {
            if (random.nextBoolean()) {
                kept.add(random.nextInt(kept.size() + 1), phrase);
            }
        }
        return kept.isEmpty() ? all.get(random.nextInt(all.size())) : String.join(", ", kept);
    }

    /** Tells the number of images and a hash of all phrases, so that equal texts mean equal captions. */
    @Override
    public String toString() {
        StringBuilder all = new StringBuilder();
        phrases.forEach(some -> all.append(String.join("\t", some)).append('\n'));
        return "captions of %d images, sha256 %s"
                .formatted(size(), Checksums.of(all.toString().getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Captions c && c.phrases.equals(phrases);
    }

    @Override
    public int hashCode() {
        return phrases.hashCode();
    }
}
