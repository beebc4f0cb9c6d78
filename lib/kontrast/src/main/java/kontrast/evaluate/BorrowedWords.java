package kontrast.evaluate;

import java.util.List;
import java.util.stream.IntStream;
import kontrast.data.Captions;
import kontrast.data.Vocabulary;

/**
 * Describes an image by the captions of those images of the training set that are nearest to it: a baseline for
 * retrieval by words that learns nothing.
 *
 * <pre>
 *   b(text)_w  = n_w(text) ln(N / N_w)           n_w: how often word w stands in it, N_w: in how many of N captions
 *   b(image)   = mean over the k nearest images i of b(caption_i) / |b(caption_i)|
 *   score      = cosine of b(image) and b(text)
 * </pre>
 *
 * <p>The weight ln(N / N_w) is the inverse document frequency (Spärck Jones, 1972): a word of every caption says
 * nothing.
 */
public final class BorrowedWords {

    private final Features bank;
    private final int k;
    private final Vocabulary vocabulary;
    private final double[] weights;
    private final Features bags;

    /**
     * Keeps the training set.
     *
     * @param bank {@code [N, d]}, features of the training images, compared by the cosine of centred rows
     * @param captions their captions, N
     * @param vocabulary the words
     * @param k how many neighbours lend their words, 1 to N
     * @throws IllegalArgumentException if there is not one caption an image, or {@code k} is out of its range
     */
    public BorrowedWords(Features bank, Captions captions, Vocabulary vocabulary, int k) {
        if (bank.rows() != captions.size()) {
            throw new IllegalArgumentException(
                    "%d images need %d captions, found %d".formatted(bank.rows(), bank.rows(), captions.size()));
        }
        if (k < 1 || k > bank.rows()) {
            throw new IllegalArgumentException("%d neighbours of %d images".formatted(k, bank.rows()));
        }
        this.bank = bank.centred();
        this.k = k;
        this.vocabulary = vocabulary;
        weights = new double[vocabulary.size()];
        for (String caption : captions.captions()) {
            IntStream.of(vocabulary.numbers(caption)).distinct().forEach(word -> weights[word]++);
        }
        for (int word = 0; word < weights.length; word++) {
            boolean known = word != Vocabulary.UNKNOWN && weights[word] > 0;
            weights[word] = known ? Math.log(captions.size() / weights[word]) : 0;
        }
        bags = texts(captions.captions());
    }

    /**
     * Returns the bags of texts.
     *
     * @param texts N texts
     * @return {@code [N, words]}, rows of length 1, or of zeros where no word is known
     */
    public Features texts(List<String> texts) {
        int d = vocabulary.size();
        float[] values = new float[texts.size() * d];
        for (int i = 0; i < texts.size(); i++) {
            for (int word : vocabulary.numbers(texts.get(i))) {
                values[i * d + word] += (float) weights[word];
            }
        }
        return new Features(values, texts.size(), d).normalised();
    }

    /**
     * Returns the bags that images borrow.
     *
     * @param images {@code [M, d]}, features of the same kind as the bank's
     * @return {@code [M, words]}, rows of length 1
     */
    public Features images(Features images) {
        int d = vocabulary.size();
        float[] values = new float[images.rows() * d];
        DotProducts.forEach(images.centred().normalised(), bank.normalised(), (image, cosines) -> {
            for (int i : DotProducts.largest(cosines, k)) {
                float[] bag = bags.row(i);
                for (int word = 0; word < d; word++) {
                    values[image * d + word] += bag[word] / k;
                }
            }
        });
        return new Features(values, images.rows(), d).normalised();
    }
}
