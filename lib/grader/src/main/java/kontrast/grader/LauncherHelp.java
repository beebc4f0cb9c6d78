package kontrast.grader;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the launcher's own help says: it is written there once, as it must be shown where there is no Java yet.
 *
 * @param words each word, and its options with whether they take a value
 */
record LauncherHelp(Map<String, Map<String, Boolean>> words) {

    private static final Pattern WORD = Pattern.compile("  \\./course ([a-z][a-z-]*)\\b(.*)");
    private static final Pattern HEAD = Pattern.compile("Options of (.+):");
    private static final Pattern OPTION = Pattern.compile("  (--[a-z-]+)( [A-Z|a-z]+)?(?=  |$)");
    private static final Pattern INLINE = Pattern.compile("(--[a-z-]+)( [A-Z]+)?");

    /**
     * Reads it.
     *
     * @param launcher the script
     * @return what it knows; nothing where it is not there
     */
    static LauncherHelp read(Path launcher) throws IOException {
        Map<String, Map<String, Boolean>> words = new TreeMap<>();
        if (!Files.isRegularFile(launcher)) {
            return new LauncherHelp(words);
        }
        String text = Files.readString(launcher);
        int begin = text.indexOf("<<'END'\n");
        List<String> of = List.of();
        for (String line :
                text.substring(begin, text.indexOf("\nEND\n", begin)).lines().toList()) {
            Matcher word = WORD.matcher(line);
            Matcher head = HEAD.matcher(line);
            Matcher option = OPTION.matcher(line);
            if (word.matches()) {
                Map<String, Boolean> options = words.computeIfAbsent(word.group(1), w -> new TreeMap<>());
                String call = word.group(2).split("   ", 2)[0]; // then comes what it does
                Matcher inline = INLINE.matcher(call);
                while (inline.find()) {
                    options.put(inline.group(1), inline.group(2) != null);
                }
            } else if (head.matches()) {
                of = List.of(head.group(1).split("(, | and )", -1));
            } else if (option.find()) {
                of.forEach(each -> words.computeIfAbsent(each, w -> new TreeMap<>())
                        .put(option.group(1), option.group(2) != null));
            }
        }
        return new LauncherHelp(words);
    }
}
