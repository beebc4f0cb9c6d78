package kontrast.grader.grade;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Puts the parts of a class together: those of one version of course, set, rules, secret and submissions, each of them
 * once. Whatever does not fit is said, all at once.
 *
 * @param parts all of them, in order
 */
record Merge(List<PartFile> parts) {

    Merge {
        parts = List.copyOf(parts);
    }

    /**
     * Finds and checks the parts.
     *
     * @param places folders that hold parts, or parts
     * @param set the set's name
     * @param secret the course's secret
     * @param here what the parts should have been graded with
     * @param now the submissions as they are now, where the user said where; else only the parts are compared
     * @return the parts
     * @throws IOException if one cannot be read
     * @throws IllegalArgumentException with a line for everything that does not fit
     */
    static Merge of(List<Path> places, String set, byte[] secret, Version here, Optional<ClassList> now)
            throws IOException {
        List<String> wrong = new ArrayList<>();
        Set<String> refused = new TreeSet<>();
        TreeMap<Integer, PartFile> parts = new TreeMap<>();
        for (Path file : files(places, set)) {
            PartFile part;
            try {
                part = PartFile.read(file, secret, here);
            } catch (IllegalArgumentException e) {
                wrong.add(e.getMessage());
                refused.add(file.getFileName().toString());
                continue;
            }
            if (!part.head().set().equals(set)) {
                wrong.add("%s is a part of %s, not of %s"
                        .formatted(file, part.head().set(), set));
                continue;
            }
            PartFile same = parts.putIfAbsent(part.head().part().number(), part);
            if (same != null) {
                wrong.add(
                        same.head().part().of() == part.head().part().of()
                                ? "part %s is there twice: %s and %s"
                                        .formatted(part.head().part(), same.file(), file)
                                : otherCount(same, part));
            }
        }
        if (!parts.isEmpty()) {
            compare(parts.values(), now, wrong);
            missing(parts, set, refused, places, wrong);
        }
        if (!wrong.isEmpty()) {
            throw new IllegalArgumentException("the parts were not merged:\n  "
                    + String.join("\n  ", wrong)
                    + "\n  A part is graded again, where its answers changed, by: grade " + set
                    + " --submissions DIR --out DIR --part N/M");
        }
        return new Merge(List.copyOf(parts.values()));
    }

    private static List<Path> files(List<Path> places, String set) throws IOException {
        Set<Path> files = new LinkedHashSet<>(); // a folder that is named twice is no second part
        for (Path place : places) {
            if (!Files.isDirectory(place)) {
                files.add(place.toRealPath());
                continue;
            }
            List<Path> found;
            try (Stream<Path> list = Files.list(place)) {
                found = list.filter(file ->
                                file.getFileName().toString().matches(Pattern.quote(set) + "-part-\\d+-of-\\d+\\.json"))
                        .sorted()
                        .toList();
            }
            if (found.isEmpty()) {
                throw new IllegalArgumentException(
                        "--merge %s holds no part of %s (%s); --part 3/20 --out DIR writes them"
                                .formatted(place, set, new Part(3, 20).file(set)));
            }
            for (Path file : found) {
                files.add(file.toRealPath());
            }
        }
        return List.copyOf(files);
    }

    private static String otherCount(PartFile one, PartFile other) {
        return "%s is one of %d parts, and %s one of %d"
                .formatted(
                        one.file(),
                        one.head().part().of(),
                        other.file(),
                        other.head().part().of());
    }

    /** All must be parts of as many, of the same class: of that which most of them saw. */
    private static void compare(Collection<PartFile> parts, Optional<ClassList> now, List<String> wrong) {
        Map<ClassList, Integer> seen = new HashMap<>();
        parts.forEach(part -> seen.merge(part.head().everybody(), 1, Integer::sum));
        int most = Collections.max(seen.values());
        PartFile usual = parts.stream()
                .filter(part -> seen.get(part.head().everybody()) == most)
                .findFirst()
                .orElseThrow();
        for (PartFile part : parts) {
            if (part.head().part().of() != usual.head().part().of()) {
                wrong.add(otherCount(usual, part));
            }
            now.orElse(usual.head().everybody())
                    .difference(part.head().everybody())
                    .ifPresent(difference -> wrong.add("%s saw other submissions than %s: %s"
                            .formatted(part.file(), now.isPresent() ? "there are now" : usual.file(), difference)));
        }
    }

    private static void missing(
            TreeMap<Integer, PartFile> parts, String set, Set<String> refused, List<Path> places, List<String> wrong) {
        Set<Integer> counts =
                parts.values().stream().map(part -> part.head().part().of()).collect(Collectors.toSet());
        if (counts.size() > 1) {
            return; // of which count would it be said?
        }
        int of = counts.iterator().next();
        for (int number = 1; number <= of; number++) {
            Part part = new Part(number, of);
            if (!parts.containsKey(number) && !refused.contains(part.file(set))) {
                boolean begun = places.stream().anyMatch(place -> Files.exists(place.resolve(part.journal(set))));
                wrong.add("part %s is missing%s".formatted(part, begun ? ": it was begun and did not end" : ""));
            }
        }
    }

    /** The scores of the class, in its order. */
    List<Score> scores() {
        return parts.stream().flatMap(part -> part.scores().stream()).toList();
    }

    /** Files of the class that have no row. */
    List<String> passedOver() {
        return parts.get(0).head().passedOver();
    }
}
