package kontrast.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A process that does one {@link Load} on request: says {@code ready params=N}, then answers every
 * line {@code run N} with {@code time SECONDS} and {@code stages N} with {@code stages
 * NAME=SECONDS;...}. The script {@code torch_worker.py} speaks the same.
 */
final class Worker {

    private Worker() {}

    /**
     * Serves until its input ends.
     *
     * @param args the load, in words {@code key=value}
     * @throws IOException if the input breaks
     */
    public static void main(String[] args) throws IOException {
        System.setProperty("kontrast.progress", "none");
        PrintStream out = System.out;
        System.setOut(System.err); // what the library says must not come between
        Map<String, String> words = new LinkedHashMap<>();
        for (String arg : args) {
            words.put(arg.substring(0, arg.indexOf('=')), arg.substring(arg.indexOf('=') + 1));
        }
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        try (Load load = Load.of(words)) {
            out.println("ready params=" + load.parameters());
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                String[] request = line.split(" ", -1);
                out.println(answer(load, request[0], Integer.parseInt(request[1])));
            }
        }
    }

    private static String answer(Load load, String what, int units) {
        if (what.equals("stages")) {
            return load.stages(units).entrySet().stream()
                    .map(e -> String.format(Locale.ROOT, "%s=%.6f", e.getKey(), e.getValue()))
                    .collect(Collectors.joining(";", "stages ", ""));
        }
        load.run(1);
        long begun = System.nanoTime();
        load.run(units);
        return String.format(Locale.ROOT, "time %.6f", (System.nanoTime() - begun) / 1e9);
    }
}
