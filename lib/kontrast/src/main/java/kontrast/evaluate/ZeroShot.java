package kontrast.evaluate;

import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.List;
import kontrast.data.Examples;
import kontrast.method.Clip;
import kontrast.tensor.Transfer;

/**
 * Classes told by words alone: an image belongs to the class whose description is nearest.
 *
 * <pre>
 *   w_c = normalised mean over the prompts p of class c of y(p),  class(x) = argmax over c of x . w_c
 * </pre>
 *
 * <p>Radford et al., Learning transferable visual models from natural language supervision, 2021, sections 3.1.2 and
 * 3.1.4 (several prompts a class, averaged as embeddings). No image of the task's training set and no label is used.
 */
public final class ZeroShot {

    private ZeroShot() {}

    /**
     * Embeds images.
     *
     * @param clip a trained CLIP
     * @param images N images
     * @return {@code [N, d]}, rows of length 1
     */
    public static Features images(Clip clip, Examples images) {
        return Features.of(clip::embed, images, clip.manager());
    }

    /**
     * Embeds texts.
     *
     * @param clip a trained CLIP
     * @param texts N texts
     * @return {@code [N, d]}, rows of length 1
     */
    public static Features texts(Clip clip, List<String> texts) {
        try (NDManager scope = clip.manager().newSubManager()) {
            float[] values = Transfer.floats(clip.embed(scope, texts));
            return new Features(values, texts.size(), values.length / texts.size());
        }
    }

    /**
     * Makes a classifier of descriptions.
     *
     * @param clip a trained CLIP
     * @param prompts for each of C classes at least one text
     * @return {@code [C, d]}, w_c, rows of length 1
     * @throws IllegalArgumentException if there is no class, or a class has no prompt
     */
    public static Features classes(Clip clip, List<List<String>> prompts) {
        List<Features> each = new ArrayList<>();
        for (int c = 0; c < prompts.size(); c++) {
            if (prompts.get(c).isEmpty()) {
                throw new IllegalArgumentException(
                        "class %d has no prompt; a class that nothing describes cannot be found".formatted(c));
            }
            each.add(texts(clip, prompts.get(c)));
        }
        return classes(each);
    }

    /** The mean of each class's embeddings, normalised. */
    static Features classes(List<Features> prompts) {
        if (prompts.isEmpty()) {
            throw new IllegalArgumentException("no class: expected for each class at least one text that describes it");
        }
        int d = prompts.get(0).dim();
        float[] means = new float[prompts.size() * d];
        for (int c = 0; c < prompts.size(); c++) {
            float[] all = prompts.get(c).normalised().values();
            for (int i = 0; i < all.length; i++) {
                means[c * d + i % d] += all[i] / prompts.get(c).rows();
            }
        }
        return new Features(means, prompts.size(), d).normalised();
    }

    /**
     * Classifies images.
     *
     * @param images {@code [N, d]}
     * @param classes {@code [C, d]}, see {@link #classes}
     * @return N classes, each in 0 to C - 1; among equals the first
     * @throws IllegalArgumentException if the lengths differ
     */
    public static int[] classify(Features images, Features classes) {
        int[] found = new int[images.rows()];
        DotProducts.forEach(images.normalised(), classes.normalised(), (image, cosines) -> {
            for (int c = 1; c < cosines.length; c++) {
                found[image] = cosines[c] > cosines[found[image]] ? c : found[image];
            }
        });
        return found;
    }

    /**
     * Returns the share of images whose class was found.
     *
     * @param images {@code [N, d]}
     * @param classes {@code [C, d]}
     * @param labels N classes, each in 0 to C - 1
     * @return the accuracy in [0, 1]
     * @throws IllegalArgumentException if there is not one label an image
     */
    public static double accuracy(Features images, Features classes, int[] labels) {
        DotProducts.checkLabels(images, labels, "images");
        return DotProducts.accuracy(classify(images, classes), labels);
    }
}
