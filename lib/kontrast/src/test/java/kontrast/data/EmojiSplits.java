package kontrast.data;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Which emoji of {@link EmojiViews} are held out: a part of {@link EmojiViewsRecipe}. */
final class EmojiSplits {

    static final int TEST = 300;
    static final int VALIDATION = 150;

    /** Families with more concepts than this are trained on, never held out. */
    static final int LARGE = 6;

    /** Decides the split; any other value would have done. */
    private static final String SALT = "kontrast emoji-views 1: ";

    private EmojiSplits() {}

    /**
     * Deals the families to the splits, category by category, so that every split has its share of
     * each. The order in a category is that of the SHA-256 of the family's name, as random as any
     * and the same for ever. A family larger than {@link #LARGE} goes to training: two dozen clock
     * faces among 300 test concepts would measure the reading of clocks.
     */
    static Map<String, Split> of(List<EmojiViewsRecipe.Entry> entries) {
        Map<String, Map<String, List<EmojiViewsRecipe.Entry>>> byCategory = new LinkedHashMap<>();
        Map<String, Integer> kin = new HashMap<>();
        for (EmojiViewsRecipe.Entry e : entries) {
            kin.merge(e.family(), 1, Integer::sum);
            byCategory
                    .computeIfAbsent(e.category(), c -> new TreeMap<>(Comparator.comparing(EmojiSplits::lot)))
                    .computeIfAbsent(e.family(), f -> new ArrayList<>())
                    .add(e);
        }
        Map<String, Integer> size = new LinkedHashMap<>();
        byCategory.forEach((c, families) ->
                size.put(c, families.values().stream().mapToInt(List::size).sum()));
        Map<String, Integer> test = quotas(size, TEST);
        Map<String, Integer> validation = quotas(size, VALIDATION);
        Map<String, Split> splits = new HashMap<>();
        byCategory.forEach((category, families) -> {
            int[] left = {test.get(category), validation.get(category)};
            for (List<EmojiViewsRecipe.Entry> family : families.values()) {
                Split split = Split.TRAIN;
                int all = kin.get(family.get(0).family());
                if (all > LARGE) {
                    split = Split.TRAIN;
                } else if (all > family.size()) {
                    throw new IllegalStateException("in several categories: " + family);
                } else if (family.size() <= left[0]) {
                    split = Split.TEST;
                    left[0] -= family.size();
                } else if (family.size() <= left[1]) {
                    split = Split.VALIDATION;
                    left[1] -= family.size();
                }
                for (EmojiViewsRecipe.Entry e : family) {
                    splits.put(e.code(), split);
                }
            }
            if (left[0] != 0 || left[1] != 0) {
                throw new IllegalStateException(category + " lacks families small enough: " + Arrays.toString(left));
            }
        });
        return splits;
    }

    private static String lot(String family) {
        return Checksums.of((SALT + family).getBytes(StandardCharsets.UTF_8));
    }

    /** Shares a total by size, rounding by the largest remainder. */
    private static Map<String, Integer> quotas(Map<String, Integer> sizes, int total) {
        int all = sizes.values().stream().mapToInt(Integer::intValue).sum();
        Map<String, Integer> quotas = new LinkedHashMap<>();
        sizes.forEach((name, size) -> quotas.put(name, size * total / all));
        int rest = total - quotas.values().stream().mapToInt(Integer::intValue).sum();
        sizes.keySet().stream()
                .sorted(Comparator.comparingInt((String n) -> -(sizes.get(n) * total % all))
                        .thenComparing(Comparator.naturalOrder()))
                .limit(rest)
                .forEach(name -> quotas.merge(name, 1, Integer::sum));
        return quotas;
    }
}
