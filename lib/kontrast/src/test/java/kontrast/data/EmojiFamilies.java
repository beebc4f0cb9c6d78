package kontrast.data;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Which emoji of {@link EmojiViews} belong together: the rules of {@link EmojiViewsRecipe}. */
final class EmojiFamilies {

    private EmojiFamilies() {}

    private static final Pattern COLOUR =
            Pattern.compile("\\b(red|orange|yellow|green|light blue|blue|purple|brown|black|grey|white|pink)\\b");

    /** Alike in at least one style, and not told by the rules below: each line is a family. */
    private static final List<List<String>> ALIKE = List.of(
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
            List.of("speech balloon", "left speech bubble", "right anger bubble", "thought balloon"),
            List.of("two hearts", "revolving hearts"),
            List.of("pleading face", "face holding back tears"),
            List.of("face with tongue", "winking face with tongue", "squinting face with tongue"),
            List.of(
                    "hushed face",
                    "anguished face",
                    "astonished face",
                    "worried face",
                    "frowning face with open mouth"),
            List.of("smiling face", "smiling face with smiling eyes", "slightly smiling face"));

    private static final Map<String, String> FAMILY_OF = new HashMap<>();

    static {
        ALIKE.forEach(alike -> alike.forEach(name -> FAMILY_OF.put(name, alike.get(0))));
    }

    /**
     * Names the family of a concept: concepts whose drawings differ in a detail only, such as the
     * person's gender, the hour of a clock, a colour or a direction. A family is never divided.
     */
    static String of(String label, String subcategory) {
        String family = FAMILY_OF.getOrDefault(label, rule(label, subcategory));
        return FAMILY_OF.getOrDefault(family, family);
    }

    private static String rule(String label, String subcategory) {
        return switch (subcategory) {
            case "keycap", "zodiac", "arrow", "geometric", "award-medal", "av-symbol", "punctuation", "cat-face" ->
                subcategory;
            case "time" -> label.matches(".*(o’clock|-thirty)") ? "clock face" : variant(label);
            case "heart" -> COLOUR.matcher(label).find() ? "coloured heart" : label;
            case "alphanum" -> label.startsWith("input ") ? "input" : label;
            case "sky-weather" -> label.contains("moon") ? "moon" : label.contains("cloud") ? "cloud" : variant(label);
            case "animal-mammal" -> label.equals("cat face") ? "cat-face" : label;
            case "family" -> label.startsWith("family") ? "family" : people(label.replaceAll(":.*", ""));
            case "person",
                    "person-gesture",
                    "person-role",
                    "person-fantasy",
                    "person-activity",
                    "person-sport",
                    "person-resting" -> people(label);
            default -> variant(label);
        };
    }

    /** Things that differ in direction, loudness, currency and the like. */
    private static String variant(String label) {
        return label.replaceAll("\\b(leftwards|rightwards|left(?! luggage)|right|up|down)(-facing)?\\b", "")
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
        String some = label.replaceAll(": .*| facing right", "")
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
}
