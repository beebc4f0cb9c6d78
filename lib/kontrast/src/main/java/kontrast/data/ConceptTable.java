package kontrast.data;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import kontrast.data.EmojiViews.Concept;

/**
 * The table {@code concepts.tsv} of {@link EmojiViews}.
 *
 * @param concepts of all splits, in Unicode's order
 * @param families of each concept; those of one family differ in a detail only, and share a split
 * @param indices of each split, ascending
 */
record ConceptTable(List<Concept> concepts, List<String> families, Map<Split, int[]> indices) {

    static final String HEADER = "code\tlabel\tcategory\tsubcategory\tsplit\tfamily\ttags";

    static ConceptTable parse(Path file, byte[] content, String remedy) {
        List<String> lines = new String(content, StandardCharsets.UTF_8).lines().toList();
        if (lines.isEmpty() || !lines.get(0).equals(HEADER)) {
            throw new DataException(
                    file,
                    "the columns " + HEADER.replace("\t", ", "),
                    lines.isEmpty() ? "an empty file" : lines.get(0).replace("\t", ", "),
                    remedy);
        }
        List<Concept> concepts = new ArrayList<>();
        List<String> families = new ArrayList<>();
        List<Split> splits = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            String[] f = line.split("\t", -1);
            List<String> tags = f[6].isEmpty() ? List.of() : List.of(f[6].split("\\|"));
            concepts.add(new Concept(f[0], f[1], tags, f[2], f[3]));
            splits.add(Split.valueOf(f[4].toUpperCase(Locale.ROOT)));
            families.add(f[5]);
        }
        Map<Split, int[]> indices = new EnumMap<>(Split.class);
        for (Split split : Split.values()) {
            indices.put(
                    split,
                    IntStream.range(0, splits.size())
                            .filter(i -> splits.get(i) == split)
                            .toArray());
        }
        return new ConceptTable(List.copyOf(concepts), List.copyOf(families), indices);
    }
}
