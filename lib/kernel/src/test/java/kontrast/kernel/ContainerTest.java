package kontrast.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

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

    /** What a learner writes must outlive the container: the workspace does, and git passes over its work/. */
    @Test
    void copiesLieInTheWorkspace() throws IOException {
        JsonObject set = devcontainer().getAsJsonObject("remoteEnv");
        assertEquals(
                "${containerWorkspaceFolder}/work", set.get("KONTRAST_WORK").getAsString());
        assertTrue(Files.readAllLines(ROOT.resolve(".gitignore")).contains("/work/"));
    }

    /** The last pattern that a file or a folder above it matches decides, as Docker has it. */
    private static boolean isSent(String file) throws IOException {
        boolean sent = true;
        for (String line : Files.readAllLines(ROOT.resolve(".binder/Dockerfile.dockerignore"))) {
            boolean again = line.startsWith("!");
            String pattern = line.substring(again ? 1 : 0);
            String regex = pattern.replace(".", "\\.")
                    .replace("**", "@")
                    .replace("*", "[^/]*")
                    .replace("@/", "(.*/)?")
                    .replace("@", ".*");
            if (!line.startsWith("#") && Pattern.matches("(" + regex + ")(/.*)?", file)) {
                sent = again;
            }
        }
        return sent;
    }

    @Test
    void whatWasMadeInACloneIsNotSentAndAllElseIs() throws Exception {
        List<String> made = List.of(
                ".git/config",
                "target/course/cpu/x.jar",
                "lib/kontrast/target/classes/X.class",
                "work/notebooks/11_simclr.ipynb",
                "notebooks/.ipynb_checkpoints/x.ipynb",
                "lib/kernel/src/main/site/__pycache__/site.pyc",
                ".jupyter/x",
                ".idea/x",
                "lib/x.iml",
                ".vscode/x",
                "node_modules/x",
                "datasets/cifar10/data.bin",
                "javac.1.args",
                "lib/kontrast/claims.csv.lock");
        for (String file : made) {
            assertFalse(isSent(file), file);
        }
        for (String pattern : Files.readAllLines(ROOT.resolve(".gitignore"))) {
            String part = pattern.replace("/", " ").strip().replaceAll(".*[ *]", "");
            assertTrue(
                    pattern.startsWith("#")
                            || pattern.startsWith("!")
                            || made.stream().anyMatch(file -> file.contains(part)),
                    "git ignores " + pattern + "; is it sent to Docker?");
        }
        assumeTrue(Files.exists(ROOT.resolve(".git")), "no clone");
        Process git = new ProcessBuilder("git", "-c", "safe.directory=*", "-C", ROOT.toString(), "ls-files")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        List<String> known = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
        assumeTrue(git.waitFor() == 0, "no git");
        assertTrue(known.contains("datasets/README.md") && known.contains("datasets/emoji-views/noto.png"));
        for (String file : known) {
            assertTrue(isSent(file), file);
        }
    }
}
