package kontrast.data;

import com.github.weisj.jsvg.SVGDocument;
import com.github.weisj.jsvg.parser.LoaderContext;
import com.github.weisj.jsvg.parser.SVGLoader;
import com.github.weisj.jsvg.view.ViewBox;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPInputStream;
import javax.imageio.ImageIO;

/**
 * Builds {@code datasets/emoji-views} from the four npm packages it comes from.
 *
 * <p>Everything that decides a pixel is in this class, in integers or in strict floating point, but
 * for two things: the anti-aliasing of Java2D under the SVG renderer, and the compressor behind
 * {@link Deflater}. datasets/README.md says with which JDKs the bytes were found to be the same.
 */
final class EmojiViewsRecipe {

    /** File name of each package as {@code npm pack} writes it, and its SHA-256. */
    static final Map<String, String> PACKAGES =
            Map.of(
                    "emoji-datasource-google-16.0.0.tgz",
                    "fb5fd131b362aab7a55542d2a147a79708cce0a8b1c1bbacd470172708b5c438",
                    "emoji-datasource-twitter-16.0.0.tgz",
                    "f64a530c63bca463bd8317fdc4615ce63a53a0c65018e4ce2d848aaba7a28877",
                    "fluentui-emoji-1.3.0.tgz",
                    "ec892e607e854859b812c7d827801756adc19955b0ef56d4ae8afcddd19492c5",
                    "emojibase-data-17.0.0.tgz",
                    "d01d0e2ca4e22cb402679532155342c71e2e871f25c32223c013b8b166ebdf5a");

    static final int SIZE = 32;
    static final int COLUMNS = 42;
    static final int TEST = 300;
    static final int VALIDATION = 150;

    /** Families with more concepts than this are trained on, never held out. */
    static final int LARGE = 6;

    /** Left out: in Fluent flat it has the very drawing of "cat face". */
    private static final String REPEATED = "grinning cat";

    /** SVGs are drawn this many times larger in each direction, then averaged down. */
    private static final int SUPERSAMPLING = 8;

    /** Decides the split; any other value would have done. */
    private static final String SALT = "kontrast emoji-views 1: ";

    /** A concept with the place of its drawings in the packages. */
    private record Entry(
            String code,
            String label,
            List<String> tags,
            String category,
            String subcategory,
            String family,
            String image,
            String drawing) {}

    private final Path packages;

    EmojiViewsRecipe(Path packages) {
        this.packages = packages;
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
                unpack(
                        "emojibase-data-17.0.0.tgz",
                        n -> n.matches("package/en/(data|messages).json"));
        Map<String, byte[]> noto =
                unpack(
                        "emoji-datasource-google-16.0.0.tgz",
                        n -> n.startsWith("package/img/google/64/"));
        Map<String, byte[]> twemoji =
                unpack(
                        "emoji-datasource-twitter-16.0.0.tgz",
                        n -> n.startsWith("package/img/twitter/64/"));
        Map<String, byte[]> fluent =
                unpack(
                        "fluentui-emoji-1.3.0.tgz",
                        n -> n.matches("package/icons/(flat|modern)/.*"));

        List<Entry> entries = entries(base, noto, twemoji, fluent);
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("concepts.tsv", concepts(entries).getBytes(StandardCharsets.UTF_8));
        files.put(
                "noto.png",
                sheet(entries, e -> png(noto.get("package/img/google/64/" + e.image()))));
        files.put(
                "twemoji.png",
                sheet(entries, e -> png(twemoji.get("package/img/twitter/64/" + e.image()))));
        files.put(
                "fluent-flat.png",
                sheet(entries, e -> svg(fluent.get("package/icons/flat/" + e.drawing()))));
        files.put(
                "fluent-modern.png",
                sheet(entries, e -> svg(fluent.get("package/icons/modern/" + e.drawing()))));
        StringBuilder sums = new StringBuilder();
        files.forEach(
                (name, bytes) ->
                        sums.append(Checksums.of(bytes)).append("  ").append(name).append('\n'));
        files.put("SHA256SUMS", sums.toString().getBytes(StandardCharsets.UTF_8));
        return files;
    }

    // ---------------------------------------------------------------- which concepts

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
            if (element.getAsJsonObject().has("order") && element.getAsJsonObject().has("group")) {
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
            entries.add(
                    new Entry(
                            code,
                            label,
                            tags,
                            groups.get(e.get("group").getAsInt()),
                            subgroup,
                            family(label, subgroup),
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

    // ---------------------------------------------------------------- which split

    private static final Pattern COLOUR =
            Pattern.compile(
                    "\\b(red|orange|yellow|green|light blue|blue|purple|brown|black|grey|white|pink)\\b");

    /** Alike in at least one style, and not told by the rules below: each line is a family. */
    private static final List<List<String>> ALIKE =
            List.of(
                    List.of("person pouting", "person frowning"),
                    List.of("locked", "unlocked", "locked with pen", "locked with key"),
                    List.of("file folder", "open file folder"),
                    List.of("inbox tray", "outbox tray"),
                    List.of("calendar", "tear-off calendar", "spiral calendar"),
                    List.of("sparkler", "fireworks"),
                    List.of("snowman", "snowman without snow"),
                    List.of("umbrella", "umbrella with rain drops"),
                    List.of("star of David", "dotted six-pointed star"),
                    List.of("latin cross", "orthodox cross"),
                    List.of("post office", "Japanese post office"),
                    List.of("office worker", "health worker"),
                    List.of("waving hand", "raised back of hand", "raised hand"),
                    List.of(
                            "speech balloon",
                            "left speech bubble",
                            "right anger bubble",
                            "thought balloon"),
                    List.of("two hearts", "revolving hearts"),
                    List.of("pleading face", "face holding back tears"),
                    List.of(
                            "face with tongue",
                            "winking face with tongue",
                            "squinting face with tongue"),
                    List.of(
                            "hushed face",
                            "anguished face",
                            "astonished face",
                            "worried face",
                            "frowning face with open mouth"),
                    List.of(
                            "smiling face",
                            "smiling face with smiling eyes",
                            "slightly smiling face"));

    private static final Map<String, String> FAMILY_OF = new HashMap<>();

    static {
        ALIKE.forEach(alike -> alike.forEach(name -> FAMILY_OF.put(name, alike.get(0))));
    }

    /**
     * Names the family of a concept: concepts whose drawings differ in a detail only, such as the
     * person's gender, the hour of a clock, a colour or a direction. A family is never divided.
     */
    static String family(String label, String subcategory) {
        String family = FAMILY_OF.getOrDefault(label, rule(label, subcategory));
        return FAMILY_OF.getOrDefault(family, family);
    }

    private static String rule(String label, String subcategory) {
        return switch (subcategory) {
            case "keycap",
                    "zodiac",
                    "arrow",
                    "geometric",
                    "award-medal",
                    "av-symbol",
                    "punctuation",
                    "cat-face" ->
                    subcategory;
            case "time" -> label.matches(".*(o’clock|-thirty)") ? "clock face" : variant(label);
            case "heart" -> COLOUR.matcher(label).find() ? "coloured heart" : label;
            case "alphanum" -> label.startsWith("input ") ? "input" : label;
            case "sky-weather" ->
                    label.contains("moon")
                            ? "moon"
                            : label.contains("cloud") ? "cloud" : variant(label);
            case "animal-mammal" -> label.equals("cat face") ? "cat-face" : label;
            case "family" ->
                    label.startsWith("family") ? "family" : people(label.replaceAll(":.*", ""));
            case "person",
                    "person-gesture",
                    "person-role",
                    "person-fantasy",
                    "person-activity",
                    "person-sport",
                    "person-resting" ->
                    people(label);
            default -> variant(label);
        };
    }

    /** Things that differ in direction, loudness, currency and the like. */
    private static String variant(String label) {
        return label.replaceAll(
                        "\\b(leftwards|rightwards|left(?! luggage)|right|up|down)(-facing)?\\b", "")
                .replaceAll("\\b(low|medium|high) volume\\b|\\bmuted ", "")
                .replaceAll("\\b(open|closed) mailbox\\b", "mailbox")
                .replaceAll("mailbox with (raised|lowered) flag", "mailbox")
                .replaceAll("globe showing .*", "globe showing")
                .replaceAll("\\b(blue|green|orange) book\\b", "book")
                .replaceAll("\\b(dollar|euro|pound|yen) banknote\\b", "banknote")
                .replaceAll("\\s+", " ")
                .strip();
    }

    private static String people(String label) {
        String some =
                label.replaceAll(": .*| facing right", "")
                        .replaceAll("\\b(man|woman|older person|old man|old woman)\\b", "person")
                        .replaceAll("\\b(men|women)\\b", "people")
                        .replaceAll("\\b(boy|girl)\\b", "child")
                        .replaceAll("\\b(prince|princess)\\b", "person with crown")
                        .replaceAll("\\b(Mrs\\. Claus|Santa Claus|Mx Claus)\\b", "Claus")
                        .replaceAll("\\bperson in (motorized|manual) wheelchair\\b", "wheelchair");
        // "firefighter" stands beside "man firefighter", "man dancing" beside "woman dancing".
        return some.matches("person (frowning|pouting)|person")
                ? some
                : some.replaceFirst("^person (?=[a-z]+( [a-z]+)?$)", "");
    }

    /**
     * Deals the families to the splits, category by category, so that every split has its share of
     * each. The order in a category is that of the SHA-256 of the family's name, as random as any
     * and the same for ever. A family larger than {@link #LARGE} goes to training: two dozen clock
     * faces among 300 test concepts would measure the reading of clocks.
     */
    private static Map<String, Split> splits(List<Entry> entries) {
        Map<String, Map<String, List<Entry>>> byCategory = new LinkedHashMap<>();
        Map<String, Integer> kin = new HashMap<>();
        for (Entry e : entries) {
            kin.merge(e.family(), 1, Integer::sum);
            byCategory
                    .computeIfAbsent(
                            e.category(),
                            c -> new TreeMap<>(Comparator.comparing(EmojiViewsRecipe::lot)))
                    .computeIfAbsent(e.family(), f -> new ArrayList<>())
                    .add(e);
        }
        Map<String, Integer> size = new LinkedHashMap<>();
        byCategory.forEach(
                (c, families) ->
                        size.put(c, families.values().stream().mapToInt(List::size).sum()));
        Map<String, Integer> test = quotas(size, TEST);
        Map<String, Integer> validation = quotas(size, VALIDATION);
        Map<String, Split> splits = new HashMap<>();
        byCategory.forEach(
                (category, families) -> {
                    int[] left = {test.get(category), validation.get(category)};
                    for (List<Entry> family : families.values()) {
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
                        for (Entry e : family) {
                            splits.put(e.code(), split);
                        }
                    }
                    if (left[0] != 0 || left[1] != 0) {
                        throw new IllegalStateException(
                                category
                                        + " lacks families small enough: "
                                        + Arrays.toString(left));
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
                .sorted(
                        Comparator.comparingInt((String n) -> -(sizes.get(n) * total % all))
                                .thenComparing(Comparator.naturalOrder()))
                .limit(rest)
                .forEach(name -> quotas.merge(name, 1, Integer::sum));
        return quotas;
    }

    private static String concepts(List<Entry> entries) {
        Map<String, Split> splits = splits(entries);
        StringBuilder text = new StringBuilder(ConceptTable.HEADER).append('\n');
        for (Entry e : entries) {
            String tags = String.join("|", e.tags());
            String line =
                    String.join(
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

    // ---------------------------------------------------------------- pixels

    /** A square drawing: straight (not premultiplied) ARGB, row by row. */
    static final class Drawing {
        final int side;
        final int[] argb;

        Drawing(int side, int[] argb) {
            this.side = side;
            this.argb = argb;
        }
    }

    private interface Draw {
        Drawing of(Entry entry) throws IOException;
    }

    private static byte[] sheet(List<Entry> entries, Draw draw) throws IOException {
        int rows = (entries.size() + COLUMNS - 1) / COLUMNS;
        int width = COLUMNS * SIZE;
        int[] argb = new int[rows * SIZE * width];
        for (int i = 0; i < entries.size(); i++) {
            int[] small = reduce(draw.of(entries.get(i)));
            int at = i / COLUMNS * SIZE * width + i % COLUMNS * SIZE;
            for (int y = 0; y < SIZE; y++) {
                System.arraycopy(small, y * SIZE, argb, at + y * width, SIZE);
            }
        }
        return encode(argb, width, rows * SIZE);
    }

    /**
     * Decodes a PNG to its stored samples. {@code BufferedImage.getRGB} would not do: it converts
     * grey images, of which the packages have some, from linear light and so brightens them.
     */
    private static Drawing png(byte[] file) throws IOException {
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(file));
        Raster raster = image.getRaster();
        int side = image.getWidth();
        if (image.getHeight() != side || side % SIZE != 0) {
            throw new IOException("unexpected size " + image);
        }
        int[] argb = new int[side * side];
        int[] s = new int[4];
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                raster.getPixel(x, y, s);
                argb[y * side + x] =
                        image.getColorModel() instanceof IndexColorModel palette
                                ? palette.getRGB(s[0])
                                : raster.getNumBands() == 2
                                        ? s[1] << 24 | s[0] << 16 | s[0] << 8 | s[0]
                                        : s[3] << 24 | s[0] << 16 | s[1] << 8 | s[2];
            }
        }
        return new Drawing(side, argb);
    }

    private static Drawing svg(byte[] file) {
        int side = SIZE * SUPERSAMPLING;
        SVGDocument document =
                new SVGLoader()
                        .load(new ByteArrayInputStream(file), null, LoaderContext.createDefault());
        if (document == null) {
            throw new IllegalStateException("not an SVG document");
        }
        BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_INT_ARGB);
        Graphics2D g = image.createGraphics();
        g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        g.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        document.render(null, g, new ViewBox(0, 0, side, side));
        g.dispose();
        return new Drawing(side, image.getRGB(0, 0, side, side, null, 0, side));
    }

    /** sRGB to linear light (IEC 61966-2-1), in [0, 1]. */
    private static final double[] LINEAR = new double[256];

    static {
        for (int v = 0; v < 256; v++) {
            double s = v / 255.0;
            LINEAR[v] = s <= 0.04045 ? s / 12.92 : StrictMath.pow((s + 0.055) / 1.055, 2.4);
        }
    }

    private static int srgb(double linear) {
        double s =
                linear <= 0.0031308
                        ? 12.92 * linear
                        : 1.055 * StrictMath.pow(linear, 1 / 2.4) - 0.055;
        return Math.min(255, (int) (s * 255 + 0.5));
    }

    /** Averages blocks of pixels by area: colour in linear light, weighted by its alpha. */
    static int[] reduce(Drawing drawing) {
        int side = drawing.side;
        int k = side / SIZE;
        int[] out = new int[SIZE * SIZE];
        for (int y = 0; y < SIZE; y++) {
            for (int x = 0; x < SIZE; x++) {
                int a = 0;
                double r = 0;
                double g = 0;
                double b = 0;
                for (int j = 0; j < k * k; j++) {
                    int p = drawing.argb[(y * k + j / k) * side + x * k + j % k];
                    int alpha = p >>> 24;
                    a += alpha;
                    r += alpha * LINEAR[p >> 16 & 0xFF];
                    g += alpha * LINEAR[p >> 8 & 0xFF];
                    b += alpha * LINEAR[p & 0xFF];
                }
                int mean = (a + k * k / 2) / (k * k);
                // Invisible pixels are black, whatever the drawing program left there.
                if (mean > 0) {
                    out[y * SIZE + x] =
                            mean << 24 | srgb(r / a) << 16 | srgb(g / a) << 8 | srgb(b / a);
                }
            }
        }
        return out;
    }

    /** Encodes 8-bit RGBA as PNG: per row the filter with the least sum of absolute values. */
    static byte[] encode(int[] argb, int width, int height) throws IOException {
        int stride = width * 4;
        byte[] above = new byte[stride];
        byte[] row = new byte[stride];
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION);
        try (DeflaterOutputStream zip = new DeflaterOutputStream(data, deflater)) {
            for (int y = 0; y < height; y++) {
                for (int x = 0; x < width; x++) {
                    int p = argb[y * width + x];
                    row[4 * x] = (byte) (p >> 16);
                    row[4 * x + 1] = (byte) (p >> 8);
                    row[4 * x + 2] = (byte) p;
                    row[4 * x + 3] = (byte) (p >>> 24);
                }
                byte[] best = null;
                long least = Long.MAX_VALUE;
                for (int type = 0; type < 5; type++) {
                    byte[] filtered = filter(type, row, above);
                    long sum = 0;
                    for (int i = 1; i < filtered.length; i++) {
                        sum += Math.abs(filtered[i]);
                    }
                    if (sum < least) {
                        least = sum;
                        best = filtered;
                    }
                }
                zip.write(best);
                byte[] swap = above;
                above = row;
                row = swap;
            }
        } finally {
            deflater.end();
        }
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        png.write(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'});
        ByteArrayOutputStream header = new ByteArrayOutputStream();
        DataOutputStream h = new DataOutputStream(header);
        h.writeInt(width);
        h.writeInt(height);
        h.write(new byte[] {8, 6, 0, 0, 0});
        chunk(png, "IHDR", header.toByteArray());
        chunk(png, "IDAT", data.toByteArray());
        chunk(png, "IEND", new byte[0]);
        return png.toByteArray();
    }

    private static byte[] filter(int type, byte[] row, byte[] above) {
        byte[] out = new byte[row.length + 1];
        out[0] = (byte) type;
        for (int i = 0; i < row.length; i++) {
            int a = i < 4 ? 0 : row[i - 4] & 0xFF;
            int b = above[i] & 0xFF;
            int c = i < 4 ? 0 : above[i - 4] & 0xFF;
            int predicted =
                    switch (type) {
                        case 0 -> 0;
                        case 1 -> a;
                        case 2 -> b;
                        case 3 -> (a + b) / 2;
                        default -> paeth(a, b, c);
                    };
            out[i + 1] = (byte) (row[i] - predicted);
        }
        return out;
    }

    private static int paeth(int a, int b, int c) {
        int pa = Math.abs(b - c);
        int pb = Math.abs(a - c);
        int pc = Math.abs(a + b - 2 * c);
        return pa <= pb && pa <= pc ? a : pb <= pc ? b : c;
    }

    private static void chunk(ByteArrayOutputStream png, String type, byte[] data)
            throws IOException {
        byte[] name = type.getBytes(StandardCharsets.US_ASCII);
        CRC32 crc = new CRC32();
        crc.update(name);
        crc.update(data);
        DataOutputStream out = new DataOutputStream(png);
        out.writeInt(data.length);
        out.write(name);
        out.write(data);
        out.writeInt((int) crc.getValue());
    }

    // ---------------------------------------------------------------- packages

    /** Reads the wanted files of a verified package: a tar archive in gzip. */
    private Map<String, byte[]> unpack(String archive, Predicate<String> wanted) {
        String hint =
                "In that folder, type: npm pack " + archive.replaceFirst("-([^-]+)\\.tgz", "@$1");
        byte[] bytes = Checksums.verified(packages.resolve(archive), PACKAGES.get(archive), hint);
        Map<String, byte[]> files = new TreeMap<>();
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes), 1 << 16)) {
            byte[] header = new byte[512];
            while (in.readNBytes(header, 0, 512) == 512 && header[0] != 0) {
                String prefix = text(header, 345, 155);
                String name = (prefix.isEmpty() ? "" : prefix + "/") + text(header, 0, 100);
                long size = Long.parseLong(text(header, 124, 12).strip(), 8);
                long padded = (size + 511) / 512 * 512;
                if (header[156] == '0' && wanted.test(name)) {
                    files.put(name, in.readNBytes((int) size));
                    in.skipNBytes(padded - size);
                } else {
                    in.skipNBytes(padded);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(archive, e);
        }
        return files;
    }

    private static String text(byte[] block, int from, int length) {
        int end = from;
        while (end < from + length && block[end] != 0) {
            end++;
        }
        return new String(block, from, end - from, StandardCharsets.UTF_8);
    }
}
