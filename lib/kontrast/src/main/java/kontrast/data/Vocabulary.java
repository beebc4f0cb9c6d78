package kontrast.data;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The words that a text encoder knows, each with a number. It is made of the captions of the training set only: a
 * word that stands nowhere in them is unknown, in whatever text it comes.
 *
 * <p>Number {@value #PADDING} fills short texts up, number {@value #UNKNOWN} is every word that is not known; the
 * others follow in alphabetical order.
 */
public final class Vocabulary {

    /** The number of no word: fills a text up to the length of the longest. */
    public static final int PADDING = 0;

    /** The number of each word that is not in the vocabulary. */
    public static final int UNKNOWN = 1;

    private static final int FIRST = 2;
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]+");

    private final List<String> words;
    private final Map<String, Integer> numbers = new HashMap<>();

    private Vocabulary(List<String> words) {
        this.words = List.copyOf(words);
        for (int i = 0; i < words.size(); i++) {
            numbers.put(words.get(i), FIRST + i);
        }
    }

    /**
     * Collects the words of captions.
     *
     * @param captions texts of the training set, and of no other
     * @param atLeast in how many captions a word must stand to be known, at least 1; with 2 the rare words become
     *     examples of the unknown one, so that it is trained too
     * @return the vocabulary
     * @throws IllegalArgumentException if {@code atLeast} is below 1 or no word is left
     */
    public static Vocabulary of(Collection<String> captions, int atLeast) {
        if (atLeast < 1) {
            throw new IllegalArgumentException("a word must occur in at least 1 caption, found " + atLeast);
        }
        Map<String, Integer> counts = new TreeMap<>();
        for (String caption : captions) {
            words(caption).stream().distinct().forEach(word -> counts.merge(word, 1, Integer::sum));
        }
        List<String> often = counts.entrySet().stream()
                .filter(word -> word.getValue() >= atLeast)
                .map(Map.Entry::getKey)
                .toList();
        if (often.isEmpty()) {
            throw new IllegalArgumentException("no word occurs in %d of the %d captions; ask for fewer, or add captions"
                    .formatted(atLeast, captions.size()));
        }
        return new Vocabulary(often);
    }

    /**
     * Cuts a text into words: runs of letters and digits, in small letters. {@code "T-shirt & tie"} has three.
     *
     * @param text any text
     * @return its words in order; none if there is no letter or digit
     */
    public static List<String> words(String text) {
        return WORD.matcher(text.toLowerCase(Locale.ROOT))
                .results()
                .map(MatchResult::group)
                .toList();
    }

    /** Returns how many numbers there are: the known words, and the two that are no words. */
    public int size() {
        return FIRST + words.size();
    }

    /** Returns the known words in the order of their numbers. */
    public List<String> words() {
        return words;
    }

    /**
     * Returns the number of a word.
     *
     * @param word one word in small letters
     * @return 2 to {@link #size()} - 1, or {@link #UNKNOWN}
     */
    public int number(String word) {
        return numbers.getOrDefault(word, UNKNOWN);
    }

    /**
     * Returns the numbers of a text's words.
     *
     * @param text any text
     * @return a number for each word, in order
     */
    public int[] numbers(String text) {
        return words(text).stream().mapToInt(this::number).toArray();
    }

    /**
     * Returns which words of a text are not known.
     *
     * @param text any text
     * @return the unknown words in order
     */
    public List<String> unknown(String text) {
        return words(text).stream().filter(word -> !numbers.containsKey(word)).toList();
    }

    /**
     * Returns the numbers of several texts, filled up to the longest of them.
     *
     * @param texts at least one
     * @return as many rows of equal length T; T is at least 1
     * @throws IllegalArgumentException if there is no text
     */
    public int[][] rows(List<String> texts) {
        if (texts.isEmpty()) {
            throw new IllegalArgumentException("expected at least one text, found none");
        }
        List<int[]> each = new ArrayList<>();
        texts.forEach(text -> each.add(numbers(text)));
        int longest =
                Math.max(1, each.stream().mapToInt(row -> row.length).max().orElse(1));
        int[][] rows = new int[texts.size()][longest]; // PADDING everywhere
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(each.get(i), 0, rows[i], 0, each.get(i).length);
        }
        return rows;
    }

    /** Tells the size and a hash of the words, so that two vocabularies have equal texts only if they are equal. */
    @Override
    public String toString() {
        return "%d words, sha256 %s"
                .formatted(words.size(), Checksums.of(String.join("\n", words).getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Vocabulary v && v.words.equals(words);
    }

    @Override
    public int hashCode() {
        return words.hashCode();
    }
}
