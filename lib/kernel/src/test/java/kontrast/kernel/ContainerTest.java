package kontrast.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What builds a container is what CI does on Debian. Without a registry of images it cannot be built here; this can be said. */
class ContainerTest {

    private static final Path ROOT = Path.of(System.getProperty("kontrast.root", ""));
    private static final Pattern WORD = Pattern.compile("[a-z0-9][a-z0-9.+-]+");

    /** What each image of Debian lacks and each machine has, and what a hub or Binder wants. */
    private static final Set<String> BESIDE = Set.of("ca-certificates", "curl", "jupyter-notebook", "jupyterhub");

    private static String dockerfile() throws IOException {
        return Files.readString(ROOT.resolve(".binder/Dockerfile")).replace("\\\n", " ");
    }

    private static List<String> commands() throws IOException {
        return dockerfile()
                .lines()
                .filter(line -> line.startsWith("RUN "))
                .map(line -> line.substring(4))
                .toList();
    }

    private static Set<String> words(String text) {
        return WORD.matcher(text).results().map(m -> m.group()).collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void itsPackagesAreThoseOfCi() throws IOException {
        String ci = Files.readString(ROOT.resolve(".ci/run"));
        Set<String> wanted = words(ci.substring(ci.indexOf("wanted=\""), ci.indexOf("missing=")));
        String install = commands().get(0);
        Set<String> packages =
                words(install.substring(install.indexOf("--no-install-recommends") + 23, install.indexOf("&& rm")));
        assertTrue(packages.contains("maven") && packages.size() > 10, packages.toString());
        packages.removeAll(BESIDE);
        packages.removeAll(wanted);
        assertEquals(Set.of(), packages, "is in no list of CI");
    }

    /** What the launcher would install for JupyterLab must be there: in the container nobody may. */
    @Test
    void itHasWhatTheLauncherWants() throws IOException {
        String launcher = Files.readString(ROOT.resolve("course"));
        String list = launcher.replaceAll("(?s).*\\nserver_packages=\"([^\"]*)\".*", "$1");
        Set<String> missing = words(list);
        assertTrue(missing.size() > 4, list);
        missing.removeAll(words(commands().get(0)));
        assertEquals(Set.of(), missing);
    }

    @Test
    void itsCommandsAreBashAndTheLaunchersOwn() throws Exception {
        List<String> all = new ArrayList<>(commands());
        JsonObject dev = devcontainer();
        all.add(dev.get("postAttachCommand").getAsString());
        for (String command : all) {
            Process bash = new ProcessBuilder("bash", "-n", "-c", command)
                    .redirectErrorStream(true)
                    .start();
            String said = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertEquals(0, bash.waitFor(), command + ": " + said);
        }
        String launcher = Files.readString(ROOT.resolve("course"));
        String together = String.join("\n", all) + dockerfile().replace("\"./course\", \"", "./course ");
        Pattern.compile("\\./course ([a-z]+)")
                .matcher(together)
                .results()
                .forEach(m -> assertTrue(
                        launcher.contains("  ./course " + m.group(1)), "the launcher knows no " + m.group(1)));
    }

    private static JsonObject devcontainer() throws IOException {
        return JsonParser.parseString(Files.readString(ROOT.resolve(".devcontainer/devcontainer.json")))
                .getAsJsonObject();
    }

    @Test
    void theDevcontainerIsTheSame() throws IOException {
        JsonObject build = devcontainer().getAsJsonObject("build");
        Path folder = ROOT.resolve(".devcontainer");
        assertTrue(Files.isSameFile(
                ROOT.resolve(".binder/Dockerfile"),
                folder.resolve(build.get("dockerfile").getAsString())));
        assertTrue(Files.isSameFile(ROOT, folder.resolve(build.get("context").getAsString())));
        String user = devcontainer().get("remoteUser").getAsString();
        assertTrue(dockerfile().contains("ARG NB_USER=" + user + "\n"));
        assertTrue(devcontainer().get("postAttachCommand").getAsString().contains("/home/" + user + "/kontrast"));
        assertFalse(dockerfile().contains("USER root"));
    }
}
