package kontrast.grader.grade;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import kontrast.grader.exercise.ExerciseSet;
import kontrast.grader.notebook.Yaml;

/**
 * How an instructor grades a set: {@code solutions/NN_topic.yml}, beside the master.
 *
 * <pre>
 *   deadline: 2027-01-31T23:59+01:00
 *   late:
 *     grace_minutes: 15
 *     percent_per_day: 10
 *     floor_percent: 50
 *   weights:
 *     11.4: 1.5
 *   feedback:
 *     messages: true
 *     hidden_tests: false
 * </pre>
 *
 * <p>Everything may be left out; so may the file.
 *
 * @param deadline when the work is due; empty if nothing is ever late
 * @param late what lateness costs
 * @param weights what an exercise's points are multiplied by, by its id; 1 where none is given
 * @param feedback what learners are shown
 */
record SetRules(Optional<OffsetDateTime> deadline, LateRule late, Map<String, Double> weights, Feedback feedback) {

    /** No deadline, every weight 1, messages and the results of the hidden inputs shown. */
    static final SetRules STANDARD = new SetRules(Optional.empty(), LateRule.NONE, Map.of(), new Feedback(true, true));

    /**
     * What learners are shown of their grading.
     *
     * @param messages whether the message of a recognised mistake
     * @param hiddenTests whether which properties held on the hidden inputs, and not the points
     *     alone
     */
    record Feedback(boolean messages, boolean hiddenTests) {}

    /** Checks and copies. */
    SetRules {
        weights = Map.copyOf(weights);
        weights.forEach((id, weight) -> {
            if (!(weight >= 0 && weight <= 100)) {
                throw new IllegalArgumentException("weights." + id + ": " + weight + "; expected 0 to 100");
            }
        });
    }

    /**
     * Returns what an exercise's points are multiplied by.
     *
     * @param exercise its id
     * @return the factor
     */
    double weight(String exercise) {
        return weights.getOrDefault(exercise, 1.0);
    }

    /**
     * Reads the rules of a set.
     *
     * @param file {@code solutions/NN_topic.yml}, which need not be there
     * @param set the exercises, so that a weight of an exercise that there is not is found
     * @return the rules; {@link #STANDARD} if there is no file
     * @throws IOException if the file cannot be read
     * @throws IllegalArgumentException naming the file, the key, its value and what was expected
     */
    static SetRules read(Path file, ExerciseSet set) throws IOException {
        if (!Files.exists(file)) {
            return STANDARD;
        }
        try {
            List<String> ids = set.checks().stream().map(c -> c.id()).toList();
            return parse(Yaml.parse(Files.readAllLines(file), 1), ids);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
        }
    }

    private static SetRules parse(JsonObject all, List<String> exercises) {
        known("", all, List.of("deadline", "late", "weights", "feedback"));
        JsonObject late = map(all, "late");
        known("late.", late, List.of("grace_minutes", "percent_per_day", "floor_percent"));
        JsonObject feedback = map(all, "feedback");
        known("feedback.", feedback, List.of("messages", "hidden_tests"));
        JsonObject weights = map(all, "weights");
        known("weights.", weights, exercises);
        Map<String, Double> factors = new TreeMap<>();
        weights.keySet().forEach(id -> factors.put(id, number("weights.", weights, id, 1)));
        double grace = number("late.", late, "grace_minutes", 0);
        if (grace != Math.rint(grace)) {
            throw wrong("late.grace_minutes", late.get("grace_minutes"), "a whole number");
        }
        double perDay = number("late.", late, "percent_per_day", 0);
        return new SetRules(
                Optional.ofNullable(all.get("deadline")).map(SetRules::time),
                new LateRule((long) grace, perDay, number("late.", late, "floor_percent", 0)),
                factors,
                new Feedback(flag("feedback.", feedback, "messages"), flag("feedback.", feedback, "hidden_tests")));
    }

    private static void known(String path, JsonObject map, List<String> keys) {
        for (String key : map.keySet()) {
            if (!keys.contains(key)) {
                throw new IllegalArgumentException(path + key + " is not known; there are " + String.join(", ", keys));
            }
        }
    }

    private static JsonObject map(JsonObject all, String key) {
        JsonElement value = all.get(key);
        if (value == null) {
            return new JsonObject();
        }
        if (!value.isJsonObject()) {
            throw wrong(key, value, "nothing after the colon, and indented lines below");
        }
        return value.getAsJsonObject();
    }

    private static double number(String path, JsonObject map, String key, double standard) {
        JsonElement value = map.get(key);
        if (value == null) {
            return standard;
        }
        if (value instanceof JsonPrimitive number && number.isNumber()) {
            return number.getAsDouble();
        }
        throw wrong(path + key, value, "a number such as 1.5, without quotes or %");
    }

    private static boolean flag(String path, JsonObject map, String key) {
        JsonElement value = map.get(key);
        if (value == null) {
            return true;
        }
        if (value instanceof JsonPrimitive flag && flag.isBoolean()) {
            return flag.getAsBoolean();
        }
        throw wrong(path + key, value, "true or false");
    }

    private static OffsetDateTime time(JsonElement value) {
        try {
            return OffsetDateTime.parse(value.isJsonPrimitive() ? value.getAsString() : "");
        } catch (DateTimeException e) {
            throw wrong("deadline", value, "a date, a time and the distance from UTC, such as 2027-01-31T23:59+01:00");
        }
    }

    private static IllegalArgumentException wrong(String path, JsonElement value, String expected) {
        return new IllegalArgumentException(path + ": " + value + "; expected " + expected);
    }
}
