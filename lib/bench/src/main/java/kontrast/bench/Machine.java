package kontrast.bench;

import ai.djl.engine.Engine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import kontrast.tensor.Devices;

/** Where the figures were taken. */
final class Machine {

    private Machine() {}

    /**
     * Describes the machine and the versions of all that takes part.
     *
     * @param setting the setting
     * @return what to what
     */
    static Map<String, String> describe(Setting setting) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("Date", LocalDate.now(java.time.ZoneId.systemDefault()).toString());
        facts.put(
                "Processor",
                "%s, %d of them, %s"
                        .formatted(
                                firstOf("/proc/cpuinfo", "model name").orElse("unknown"),
                                Runtime.getRuntime().availableProcessors(),
                                System.getProperty("os.arch")));
        facts.put("Memory", firstOf("/proc/meminfo", "MemTotal").orElse("unknown"));
        facts.put("System", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        facts.put("Load when it began", firstLine("/proc/loadavg").orElse("unknown"));
        facts.put("Java", System.getProperty("java.vm.name") + " " + System.getProperty("java.version"));
        facts.put(
                "Kontrast on",
                "%s %s, device %s, %d threads"
                        .formatted(
                                Engine.getInstance().getEngineName(),
                                Engine.getInstance().getVersion(),
                                Devices.best(),
                                setting.threads()));
        facts.put("Against", setting.python().map(Machine::torch).orElse(Setting.NO_TORCH));
        return facts;
    }

    private static String torch(String python) {
        String code = "import torch, torchvision, sys, os;"
                + "print('PyTorch', torch.__version__, '/ torchvision', torchvision.__version__,"
                + " '/ Python', sys.version.split()[0],"
                + " '/', torch.__config__.show().split('CPU capability usage: ')[1].split()[0],"
                + " '/ BLAS', os.path.realpath('/usr/lib/%s-linux-gnu/libblas.so.3' % os.uname().machine))";
        return output(python, "-c", code);
    }

    /** Returns what a command prints, or nothing if it fails. */
    static String output(String... command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return process.waitFor() == 0 ? text.trim() : "";
        } catch (IOException e) {
            return "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }

    private static Optional<String> firstOf(String file, String key) {
        try {
            return Files.readAllLines(Path.of(file)).stream()
                    .filter(line -> line.startsWith(key))
                    .map(line -> line.substring(line.indexOf(':') + 1).trim())
                    .findFirst();
        } catch (IOException e) {
            return Optional.empty(); // no Linux
        }
    }

    private static Optional<String> firstLine(String file) {
        try {
            return Files.readAllLines(Path.of(file)).stream().findFirst();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
