package kontrast.data;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Builds {@code datasets/emoji-views} from the four npm packages it comes from.
 *
 * <p>Everything that decides a pixel is here or in the classes that this one names, in integers or
 * in strict floating point, but for two things: the anti-aliasing of Java2D under the SVG renderer,
 * and the compressor behind {@link PngEncoder}. datasets/README.md says with which JDKs the bytes
 * were found to be the same.
 */
final class EmojiViewsRecipe {

    static final int SIZE = 32;
    static final int COLUMNS = 42;

    /** Left out: in Fluent flat it has the very drawing of "cat face". */
    private static final String REPEATED = "grinning cat";

    /** A concept with the place of its drawings in the packages. */
    record Entry(
            String code,
            String label,
            List<String> tags,
            String category,
            String subcategory,
            String family,
            String image,
            String drawing) {}

    private final NpmPackages packages;

    EmojiViewsRecipe(Path packages) {
        this.packages = new NpmPackages(packages);
    }

    /** Writes the data set from a folder with the four packages: PACKAGES-FOLDER OUT-FOLDER. */
    public static void main(String[] args) throws IOException {
        if (args.length != 2) {
            System.err.println("usage: EmojiViewsRecipe PACKAGES-FOLDER OUT-FOLDER");
            System.exit(2);
        }
        Path out = Path.of(args[1]);
        Files.createDirectories(out);
        for (Map.Entry<String, byte[]> file :
                new EmojiViewsRecipe(Path.of(args[0])).build().entrySet()) {
            Files.write(out.resolve(file.getKey()), file.getValue());
            System.out.println(Checksums.of(file.getValue()) + "  " + file.getKey());
        }
    }

    /** Returns the files of the data set by name, SHA256SUMS last. */
    Map<String, byte[]> build() throws IOException {
        Map<String, byte[]> base =
                packages.unpack("emojibase-data-17.0.0.tgz", n -> n.matches("package/en/(data|messages).json"));
        Map<String, byte[]> noto =
                packages.unpack("emoji-datasource-google-16.0.0.tgz", n -> n.startsWith("package/img/google/64/"));
        Map<String, byte[]> twemoji =
                packages.unpack("emoji-datasource-twitter-16.0.0.tgz", n -> n.startsWith("package/img/twitter/64/"));
        Map<String, byte[]> fluent =
                packages.unpack("fluentui-emoji-1.3.0.tgz", n -> n.matches("package/icons/(flat|modern)/.*"));

        List<Entry> entries = entries(base, noto, twemoji, fluent);
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("concepts.tsv", concepts(entries).getBytes(StandardCharsets.UTF_8));
        files.put("noto.png", sheet(entries, e -> EmojiDrawing.png(noto.get("package/img/google/64/" + e.image()))));
        files.put(
                "twemoji.png",
                sheet(entries, e -> EmojiDrawing.png(twemoji.get("package/img/twitter/64/" + e.image()))));
        files.put(
                "fluent-flat.png",
                sheet(entries, e -> EmojiDrawing.svg(fluent.get("package/icons/flat/" + e.drawing()))));
        files.put(
                "fluent-modern.png",
                sheet(entries, e -> EmojiDrawing.svg(fluent.get("package/icons/modern/" + e.drawing()))));
        StringBuilder sums = new StringBuilder();
        files.forEach((name, bytes) ->
                sums.append(Checksums.of(bytes)).append("  ").append(name).append('\n'));
        files.put("SHA256SUMS", sums.toString().getBytes(StandardCharsets.UTF_8));
        return files;
    }

    /**
     * The concepts that all four styles draw, in Unicode's order; no country flags, no skin tones.
     */
    private static List<Entry> entries(
            Map<String, byte[]> base,
            Map<String, byte[]> noto,
            Map<String, byte[]> twemoji,
            Map<String, byte[]> fluent) {
        JsonObject messages = json(base, "package/en/messages.json").getAsJsonObject();
        Map<Integer, String> groups = names(messages.getAsJsonArray("groups"), "message");
        Map<Integer, String> subgroups = names(messages.getAsJsonArray("subgroups"), "key");
        Map<String, String> images = new HashMap<>();
        for (String name : noto.keySet()) {
            String image = name.substring(name.lastIndexOf('/') + 1);
            images.put(image.replace(".png", "").replace("-fe0f", ""), image);
        }
        List<JsonObject> emoji = new ArrayList<>();
        for (JsonElement element : json(base, "package/en/data.json").getAsJsonArray()) {
            if (element.getAsJsonObject().has("order")
                    && element.getAsJsonObject().has("group")) {
                emoji.add(element.getAsJsonObject());
            }
        }
        emoji.sort(Comparator.comparingInt(e -> e.get("order").getAsInt()));
        List<Entry> entries = new ArrayList<>();
        for (JsonObject e : emoji) {
            String code = e.get("hexcode").getAsString();
            String label = e.get("label").getAsString();
            String image = images.get(code.toLowerCase(Locale.ROOT).replace("-fe0f", ""));
            String drawing = drawing(slug(label), fluent);
            if (label.equals(REPEATED)
                    || image == null
                    || drawing == null
                    || !twemoji.containsKey("package/img/twitter/64/" + image)) {
                continue;
            }
            List<String> tags = new ArrayList<>();
            if (e.has("tags")) {
                e.getAsJsonArray("tags").forEach(t -> tags.add(t.getAsString()));
            }
            String subgroup = subgroups.get(e.get("subgroup").getAsInt());
            entries.add(new Entry(
                    code,
                    label,
                    tags,
                    groups.get(e.get("group").getAsInt()),
                    subgroup,
                    EmojiFamilies.of(label, subgroup),
                    image,
                    drawing));
        }
        return entries;
    }

    private static JsonElement json(Map<String, byte[]> files, String name) {
        return JsonParser.parseString(new String(files.get(name), StandardCharsets.UTF_8));
    }

    private static Map<Integer, String> names(JsonArray array, String field) {
        Map<Integer, String> names = new HashMap<>();
        for (JsonElement e : array) {
            JsonObject o = e.getAsJsonObject();
            names.put(o.get("order").getAsInt(), o.get(field).getAsString());
        }
        return names;
    }

    /** The Fluent package names its files by the label; people in yellow have "-default". */
    private static String drawing(String slug, Map<String, byte[]> fluent) {
        for (String name : List.of(slug + ".svg", slug + "-default.svg")) {
            if (fluent.containsKey("package/icons/flat/" + name)
                    && fluent.containsKey("package/icons/modern/" + name)) {
                return name;
            }
        }
        return null;
    }

    private static String slug(String label) {
        return Normalizer.normalize(label, Normalizer.Form.NFKD)
                .replaceAll("\\p{M}|[’'“”]", "")
                .toLowerCase(Locale.ROOT)
                .replace("*", "asterisk")
                .replace("&", "and")
                .replaceAll("[^a-z0-9]+", "-")
                .replaceAll("^-|-$", "");
    }

    private static String concepts(List<Entry> entries) {
        Map<String, Split> splits = EmojiSplits.of(entries);
        StringBuilder text = new StringBuilder(ConceptTable.HEADER).append('\n');
        for (Entry e : entries) {
            String tags = String.join("|", e.tags());
            String line = String.join(
                    "\t",
                    e.code(),
                    e.label(),
                    e.category(),
                    e.subcategory(),
                    splits.get(e.code()).name().toLowerCase(Locale.ROOT),
                    e.family(),
                    tags);
            if (line.chars().filter(c -> c == '\t').count() != 6 || line.contains("\n")) {
                throw new IllegalStateException("a tab or line break inside a field: " + line);
            }
            text.append(line).append('\n');
        }
        return text.toString();
    }

    private interface Draw {
        EmojiDrawing of(Entry entry) throws IOException;
    }

    private static byte[] sheet(List<Entry> entries, Draw draw) throws IOException {
        int rows = (entries.size() + COLUMNS - 1) / COLUMNS;
        int width = COLUMNS * SIZE;
        int[] argb = new int[rows * SIZE * width];
        for (int i = 0; i < entries.size(); i++) {
            int[] small = draw.of(entries.get(i)).reduced();
            int at = i / COLUMNS * SIZE * width + i % COLUMNS * SIZE;
            for (int y = 0; y < SIZE; y++) {
                System.arraycopy(small, y * SIZE, argb, at + y * width, SIZE);
            }
        }
        return PngEncoder.encode(argb, width, rows * SIZE);
    }
}
