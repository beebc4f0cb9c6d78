package kontrast.grader;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The launcher {@code course}, which is bash: its functions are read and called with another system around them, as it
 * would be found on machines that are not here.
 */
@EnabledOnOs(OS.LINUX)
class LauncherTest {

    private static final Path ROOT = Path.of(System.getProperty("kontrast.root", "../.."))
            .toAbsolutePath()
            .normalize();

    @TempDir
    Path folder;

    /** A course of which there is the launcher alone. */
    private Path course;

    private String said = "";

    @BeforeEach
    void aCopyForEverybody() throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        course = Files.createDirectories(folder.resolve("c\u00f6urse"));
        Files.copy(ROOT.resolve("course"), course.resolve("course"));
        Files.copy(ROOT.resolve("pom.xml"), course.resolve("pom.xml"));
    }

    private int bash(Map<String, String> environment, List<String> command) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        builder.environment()
                .keySet()
                .removeIf(name -> environment.getOrDefault(name, "x").isEmpty());
        builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        Path output = folder.resolve("output");
        builder.redirectOutput(output.toFile());
        Process process = builder.start();
        boolean ended = process.waitFor(60, TimeUnit.SECONDS);
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        said = Files.readString(output, StandardCharsets.UTF_8);
        assertTrue(ended, "it hangs: " + said);
        return process.exitValue();
    }

    /** Calls functions of the launcher; {@code $1} is a folder of one's own. */
    private String functions(String script) throws Exception {
        int status = bash(
                Map.of("HOME", folder.toString(), "XDG_CACHE_HOME", ""),
                List.of("bash", "-c", "source '" + course + "/course'; " + script, "bash", folder.toString()));
        assertEquals(0, status, said);
        return said;
    }

    /** A service or a cron job has no HOME: the script stopped at its first mention, with bash's words. */
    @Test
    void withoutHomeTheUsersFolderIsTaken() throws Exception {
        String script = "source '" + course + "/course'; echo \"$cache\"";
        assertEquals(0, bash(Map.of("HOME", "", "XDG_CACHE_HOME", ""), List.of("bash", "-c", script)), said);
        assertTrue(said.strip().matches("/.+/kontrast") && !said.startsWith("/.cache"), said);
    }

    @ParameterizedTest
    @CsvSource({
        // its own limit, one above it, none, more than there is, version 1, both, what version 1 says for none
        "0::/job/step, job/step/memory.max=1258291200, 1200",
        "0::/job/step, job/memory.max=1258291200, 1200",
        "0::/, memory.max=1258291200, 1200",
        "0::/job/step, job/step/memory.max=max, 24000",
        "0::/job, job/memory.max=99999999999999, 24000",
        "9:memory:/docker/x, memory/docker/x/memory.limit_in_bytes=2147483648, 2048",
        "9:memory:/not/seen/from/here, memory/memory.limit_in_bytes=2147483648, 2048",
        "4:memory:/, memory/memory.limit_in_bytes=9223372036854771712, 24000"
    })
    void aLimitOfAContainerIsTheMemory(String group, String limit, int expected) throws Exception {
        Path file = folder.resolve("limits").resolve(limit.substring(0, limit.indexOf('=')));
        Files.createDirectories(file.getParent());
        Files.writeString(file, limit.substring(limit.indexOf('=') + 1) + "\n");
        Files.writeString(folder.resolve("group"), "2:cpu:/elsewhere\n" + group + "\n");
        String memory =
                functions("memory_of_machine() { echo 24000; }; groups=$1/group limits=$1/limits; memory_of_process");
        assertEquals(expected, Integer.parseInt(memory.strip()));
    }

    @ParameterizedTest
    @CsvSource({"1200, 512m", "4000, 1000m", "8000, 2000m", "64000, 4096m"})
    void javasObjectsGetAQuarterOfIt(int memory, String heap) throws Exception {
        assertEquals(
                heap,
                functions("memory_of_process() { echo " + memory + "; }; heap_of_kernel")
                        .strip());
    }

    @Test
    void aFolderThatCannotBeWrittenIsNotTakenForALock() throws Exception {
        int status = bash(
                Map.of(), List.of("bash", "-c", "source '" + course + "/course'; state=/proc/kontrast; lock", "bash"));
        assertEquals(1, status, said);
        assertTrue(said.contains("nothing can be written into /proc/kontrast"), said);
        assertFalse(said.contains("is building"), said);
        // One that somebody holds is waited for, and one whose holder has died is not.
        functions("lock; echo 999999999 >\"$state/lock/pid\"; (lock; unlock); lock; unlock; echo done");
        assertTrue(said.endsWith("done\n"), said);
        functions("mkdir -p \"$state/lock\"; lock; cat \"$state/lock/pid\"; unlock; echo done");
        assertTrue(said.contains("process ?") && said.matches("(?s).*\\n\\d+\\ndone\\n"), said);
        functions("sleep 2 & mkdir -p \"$state/lock\"; echo $! >\"$state/lock/pid\"; lock; unlock; echo done");
        assertTrue(said.contains("is building: waiting for it") && said.endsWith("done\n"), said);
    }

    /** Where the folder of the results alone belongs to another, they lie beside the copies in the course. */
    @Test
    void resultsGoWhereTheUserMayWrite() throws Exception {
        assertEquals(course + "/target/slides", functions("place_for slides").strip());
        functions("can_write() { case $1 in */target/*) false ;; esac; }; place_for slides");
        assertEquals(course + "/work/slides", said.strip());
    }

    /** The tools are stubs that write down what they are asked to write. */
    @Test
    void whatIsMadeOfAReadOnlyCourseLiesInTheHome() throws Exception {
        Path home = Files.createDirectories(folder.resolve("home"));
        Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxrwxrwx"));
        for (String inside : List.of("notebooks", "lib/kernel/target/classes", "target/course", "jdk/bin")) {
            Files.createDirectories(course.resolve(inside));
        }
        Files.writeString(course.resolve("notebooks/07_x.ipynb"), "{}");
        String tool = "#!/bin/sh\nfor a in \"$@\"; do case $a in /*) echo \"$a\"; esac; done\n";
        for (String program : List.of("python", "jdk/bin/javadoc")) {
            Files.writeString(course.resolve(program), tool);
            assertTrue(course.resolve(program).toFile().setExecutable(true, false));
        }
        String script = """
                source '%s/course'
                build() { jars=; JAVA_HOME=$root/jdk; }
                client() { python=$root/python; }
                find_site_python() { client; }
                slides 7 && site && cat "$own/logs/javadoc.log"
                """.formatted(course);
        Files.setPosixFilePermissions(course, PosixFilePermissions.fromString("r-xr-xr-x"));
        Files.setPosixFilePermissions(course.resolve("target"), PosixFilePermissions.fromString("r-xr-xr-x"));
        try {
            assertEquals(0, asSomebodyElse("bash", "-c", script), said);
        } finally {
            Files.setPosixFilePermissions(course, PosixFilePermissions.fromString("rwxr-xr-x"));
            Files.setPosixFilePermissions(course.resolve("target"), PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        List<String> named = said.lines().toList();
        String own = home + "/.cache/kontrast/course";
        for (String written :
                List.of(home + "/kontrast/slides", home + "/kontrast/site", own + "/site-source", own + "/javadoc")) {
            assertTrue(named.contains(written), written + " is not in " + said);
        }
        assertFalse(said.contains(course + "/target/"), said);
    }

    /** As a user who owns nothing of it. */
    private int asSomebodyElse(String... words) throws Exception {
        List<String> command = new ArrayList<>();
        if (System.getProperty("user.name").equals("root")) {
            assumeTrue(Files.isExecutable(Path.of("/usr/bin/setpriv")), "no setpriv here");
            command.addAll(List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"));
        }
        command.addAll(List.of(words));
        return bash(Map.of("HOME", folder.resolve("home").toString(), "XDG_CACHE_HOME", ""), command);
    }

    @Test
    void aReadOnlyCourseSaysThatItMayNotBeBuilt() throws Exception {
        Path home = Files.createDirectories(folder.resolve("home"));
        Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxrwxrwx"));
        Files.setPosixFilePermissions(course, PosixFilePermissions.fromString("r-xr-xr-x"));
        try {
            assertEquals(1, asSomebodyElse(course + "/course", "build"), said);
            assertTrue(said.contains("this user may not write there") && said.contains("cp -R"), said);
            // What such a user needs beside it lies in his home.
            String places = "source '%s/course'; echo \"$logs $own $KONTRAST_WORK\"".formatted(course);
            assertEquals(0, asSomebodyElse("bash", "-c", places), said);
            String own = home + "/.cache/kontrast/course";
            assertEquals("%s/logs %s %s/kontrast".formatted(own, own, home), said.strip());
            assertEquals(0, asSomebodyElse("bash", "-c", "source '%s/course'; place_for site".formatted(course)), said);
            assertEquals(home + "/kontrast/site", said.strip());
            // One that is built for this Java is used.
            assertEquals(
                    0,
                    asSomebodyElse(
                            "bash", "-c", "source '" + course + "/course'; built() { return 0; }; build && echo used"),
                    said);
            assertTrue(said.contains("used"), said);
        } finally {
            Files.setPosixFilePermissions(course, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }

    @ParameterizedTest
    @CsvSource({"C, C.UTF-8", "POSIX, C.UTF-8", "de_DE.ISO-8859-1, C.UTF-8", "C.UTF-8, C.UTF-8"})
    void fileNamesOutsideAsciiWorkInEveryLocale(String given, String expected) throws Exception {
        Map<String, String> environment = Map.of("LC_ALL", given, "LANG", "", "LC_CTYPE", "");
        String script = "source '" + course + "/course' && echo \"$LC_ALL\" && [ -f \"$root/course\" ]";
        assertEquals(0, bash(environment, List.of("bash", "-c", script)), said);
        assertEquals(expected, said.strip().lines().reduce((a, b) -> b).orElse(""));
    }

    @Test
    void aJreAloneIsCalledOne() throws Exception {
        Path jre = Files.createDirectories(folder.resolve("jre/bin"));
        Files.writeString(jre.resolve("java"), "#!/bin/sh\n");
        assertTrue(jre.resolve("java").toFile().setExecutable(true));
        String script =
                "find_java() { return 1; }; find_front_end() { return 1; }; unset JAVA_HOME; PATH=$1/jre/bin:$PATH; doctor || true";
        functions(script);
        assertTrue(said.contains("FIX   Java             " + jre + "/java is a JRE or too old"), said);
        assertFalse(said.contains("unbound variable"), said);
        assertTrue(said.contains("to fix."), "it comes to its end: " + said);
    }

    /** Debian 13's JDK without a screen lacks libharfbuzz: every figure failed, with a stack trace of the loader. */
    @Test
    void aJavaThatCannotDrawLettersIsMendedOrSaysWhatToType() throws Exception {
        String broken = "letters() { [ -f \"$1/mended\" ] || { echo libharfbuzz.so.0: no such file; return 1; }; };"
                + " on_debian() { return 0; };";
        functions(broken.replace("$1", folder.toString())
                + " as_root='sudo '; (need_letters; echo not reached) 2>&1 || true");
        assertTrue(said.contains("cannot draw letters, and figures need them: libharfbuzz.so.0: no such file"), said);
        assertTrue(said.contains("Type: sudo apt-get install libharfbuzz0b fontconfig"), said);
        assertFalse(said.contains("not reached"), said);

        functions(broken.replace("$1", folder.toString())
                + " as_root=; apt_install() { echo \"installs $*\"; touch '" + folder + "/mended'; };"
                + " need_letters; echo goes on");
        assertTrue(said.contains("installs libharfbuzz0b fontconfig"), said);
        assertTrue(said.contains("goes on"), said);
    }

    /** The same question asked of the Java that runs this test: figures are drawn in it. */
    @Test
    void thisJavaDrawsLetters() throws Exception {
        functions("support='" + ROOT.resolve("lib/kernel/src/main/jupyter")
                + "'; find_java; class_path() { echo .; }; letters");
        assertTrue(said.contains("Java draws them, "), said);
    }

    /** In a container's image apt has no lists, and told no mirror: JupyterLab's pages were left out of the image. */
    @Test
    void theMirrorIsReadFromEitherFormOfSources() throws Exception {
        Path parts = Files.createDirectories(folder.resolve("apt/sources.list.d"));
        Path lines = folder.resolve("apt/sources.list");
        Files.writeString(lines, """
                # deb http://off.example/debian bookworm main
                deb [arch=amd64 signed-by=/x.gpg] http://lines.example/debian bookworm main contrib
                deb http://lines.example/security bookworm-security main
                """);
        String script = "apt_folder='" + folder.resolve("apt") + "'; mirror_in_sources bookworm";
        functions(script);
        assertEquals("http://lines.example/debian", said.strip());

        Files.delete(lines);
        Files.writeString(parts.resolve("debian.sources"), """
                Types: deb
                # http://snapshot.example/archive
                URIs: http://other.example/security
                Suites: bookworm-security
                Components: main

                Types: deb
                URIs: http://fields.example/debian
                Suites: bookworm bookworm-updates
                Components: main
                """);
        functions(script);
        assertEquals("http://fields.example/debian", said.strip());

        Files.delete(parts.resolve("debian.sources"));
        functions(script);
        assertEquals("", said.strip(), "a system without sources has no mirror");
    }

    @Test
    void everyDiskIsLookedAt() throws Exception {
        String df = """
                df() { case $2 in
                    */full*) printf 'h\\n/dev/b 1 1 %s 1%% /full\\n' 204800 ;;
                    *) printf 'h\\n/dev/a 1 1 %s 1%% /\\n' 99999999 ;;
                esac; }
                mkdir -p "$1/full"; export DJL_CACHE_DIR=$1/full/djl TMPDIR=$1; ailing=0; built() { return 1; }
                disks cpu; echo "$ailing to mend"
                """;
        functions(df);
        assertTrue(
                said.contains("FIX   Disk             0.2 GB free on /full, and about 0.5 GB are needed (PyTorch)"),
                said);
        assertTrue(
                said.contains(
                        "ok    Disk             95 GB free on / (course, Maven, trained encoders, temporary files)"),
                said);
        assertTrue(said.contains("1 to mend"), said);
    }

    /** A proxy that opens TLS is not "no network": Maven says PKIX, and what helps is a certificate. */
    @Test
    void aCertificateThatJavaDoesNotTrustIsNotCalledNoNetwork() throws Exception {
        functions(firstBuild("PKIX path building failed"));
        assertTrue(said.contains("this Java does not trust the certificate that it is shown"), said);
        assertTrue(said.contains("keytool -importcert -cacerts"), said);
        assertFalse(said.contains("no network connection"), said);
    }

    @Test
    void withoutANetworkTheFirstBuildSaysWhatToDo() throws Exception {
        String script = firstBuild("Unknown host central");
        functions("https_proxy=http://me:pass@proxy.example:3128/\n" + script);
        assertTrue(said.contains("has no network connection to download them"), said);
        assertTrue(said.contains("Connect it once and type this again"), said);
        assertTrue(said.contains("<host>proxy.example</host><port>3128</port>"), said);
        assertFalse(said.contains("pass"), "a password is not repeated: " + said);
        assertTrue(said.contains("status 1"), said);
        functions("https_proxy=\n" + script);
        assertTrue(said.contains("<host>HOST</host><port>PORT</port>"), said);
    }

    /** A first build whose downloads end with this reason; without a network nothing is there to build with either. */
    private static String firstBuild(String reason) {
        return """
               HTTPS_PROXY= http_proxy=
               need_java() { maven=mvn JAVA_HOME=/none; }
               mvn_package() {
                   if [ $# = 0 ]; then echo "Could not transfer artifact x: %s"; return 1; fi
                   echo "Cannot access central in offline mode and the artifact x has not been downloaded from it before."; return 1
               }
               (build) || echo "status $?"
               """.formatted(reason);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Linux | Linux version 6.1.0-37-amd64 (debian) | other",
                "Linux | Linux version 5.15.153.1-microsoft-standard-WSL2 (root@x) | wsl2",
                "Linux | Linux version 4.4.0-19041-Microsoft (Microsoft@Microsoft.com) | wsl1",
                "Linux | Linux version 6.6.0-mine-microsoft (me) | wsl2",
                "MINGW64_NT-10.0 | x | windows",
                "Darwin | x | mac-intel"
            })
    void systemsAreKnown(String name, String version, String expected) throws Exception {
        Files.writeString(folder.resolve("version"), version + "\n");
        String stubs = "uname() { echo '" + name + "'; }; sysctl() { return 1; }; kernel_version=$1/version; ";
        assertEquals(expected, functions(stubs + "system").strip());
    }

    @Test
    void whatToTypeOnWindows() throws Exception {
        String wsl = "system() { echo %s; }; ailing=0; %s of_this_system; echo \"$ailing to mend\"";
        functions(wsl.formatted("wsl2", "root=/mnt/c/Users/me/kontrast;"));
        assertTrue(said.contains("/mnt/c/Users/me/kontrast is on a Windows disk"), said);
        assertTrue(
                said.contains("git clone '/mnt/c/Users/me/kontrast' ~/kontrast") && said.contains("1 to mend"), said);
        functions(wsl.formatted("wsl2", ""));
        assertTrue(said.contains("0 to mend"), said);
        functions(wsl.formatted("wsl1", "WSL_DISTRO_NAME=Debian;"));
        assertTrue(said.contains("wsl --set-version Debian 2"), said);
        functions(wsl.formatted("windows", ""));
        assertTrue(said.contains("wsl --install"), said);
        functions("system() { echo wsl2; }; how_to_get_memory");
        assertTrue(said.contains(".wslconfig") && said.contains("wsl --shutdown"), said);
    }

    @Test
    void whatToTypeOnAMac() throws Exception {
        Files.createDirectories(folder.resolve("jdk"));
        String mac = "uname() { echo Darwin; }; sysctl() { echo %d; }; JAVA_HOME=$1/jdk; ailing=0;"
                + " of_this_system; echo \"$ailing to mend\"";
        Files.writeString(folder.resolve("jdk/release"), "OS_ARCH=\"aarch64\"\n");
        functions(mac.formatted(1));
        assertTrue(said.contains("Apple silicon, for which PyTorch has a library") && said.contains("0 to mend"), said);
        Files.writeString(folder.resolve("jdk/release"), "OS_ARCH=\"x86_64\"\n");
        functions(mac.formatted(1));
        assertTrue(said.contains("a JDK for Intel (x86_64)") && said.contains("/opt/homebrew/bin/brew"), said);
        functions(mac.formatted(0));
        assertTrue(said.contains("an Intel Mac: the last PyTorch for it is 2.2.2, the course needs 2."), said);
    }

    @ParameterizedTest
    @CsvSource({"4g, 4096", "4G, 4096", "3000m, 3000", "128000M, 128000"})
    void memoryIsGigabytesOrMegabytes(String given, String megabytes) throws Exception {
        assertEquals(megabytes, functions("megabytes " + given).strip());
    }

    @ParameterizedTest
    @CsvSource({
        "--memory, ''",
        "--memory, 4",
        "--memory, g",
        "--memory, 4gg",
        "--memory, m4g",
        "--memory, 4gm",
        "--memory, 08g",
        "--memory, 0g",
        "--memory, -4g",
        "--memory, 1.5g",
        "--memory, '4 g'",
        "--memory, 4GB",
        "--memory, a[$(id)]g",
        "--memory, 99999999999999999999g",
        "--memory, lots",
        "--cores, ''",
        "--cores, 0",
        "--cores, 00",
        "--cores, 1.5",
        "--cores, 99999999999999999999",
        "--cores, two"
    })
    void whatIsNoNumberIsSaidBeforeAnythingIsDone(String option, String value) throws Exception {
        Path prefix = folder.resolve("prefix");
        assertEquals(
                1,
                bash(Map.of(), List.of(course + "/course", "install", "--prefix", prefix.toString(), option, value)),
                said);
        assertTrue(said.startsWith("course: %s '%s': give ".formatted(option, value)), said);
        assertEquals(1, said.lines().count(), said);
        assertFalse(Files.exists(prefix));
        assertEquals(1, bash(Map.of(), List.of(course + "/course", "install", "--prefix", "x", "--memory", "1023m")));
        assertTrue(said.contains("--memory 1023m: a kernel needs 1g or more"), said);
    }

    /** From a folder that has nothing of the course's names: only what is called as in the course is the course's. */
    @Test
    void aFolderIsTheUsersOwnAndANotebookMayBeTheCourses() throws Exception {
        for (String inside : List.of("solutions", "exercises", "notebooks", "lib", "target")) {
            Files.createDirectories(course.resolve(inside));
        }
        Files.createFile(course.resolve("exercises/11_simclr.ipynb"));
        String script = "build() { :; }; java_run() { shift; echo \"$*\"; }; mkdir -p $1/mine; cd $1/mine; grader %s";
        assertEquals("handout lib\n", functions(script.formatted("handout lib")));
        assertEquals("handout exercises/11\n", functions(script.formatted("handout exercises/11")));
        assertEquals(
                "grade %s/exercises/11_simclr --submissions no --out target\n".formatted(course),
                functions(script.formatted("grade exercises/11_simclr --submissions no --out target")));
        assertEquals(
                "grade 11_simclr --submissions x --out exercises/11\n",
                functions(script.formatted("grade 11_simclr --submissions x --out exercises/11")));
    }

    @Test
    void whatTheWholeTestLeavesOutIsSaid() throws Exception {
        functions("""
                skips=0 table=(); KONTRAST_HUB_USERS=
                eval "$(declare -f tests | sed -n '/KONTRAST_HUB_USERS/,/fi;*$/p')"
                printf '%s\n' "$skips" "${table[@]}"
                """);
        assertTrue(said.matches("(?s)1\\nA hub with two users +skipped: by hand, as root.*"), said);
        assertTrue(Files.exists(ROOT.resolve(said.strip().replaceFirst("(?s).* ", ""))), said);
    }

    @ParameterizedTest
    @CsvSource({
        "7, 07_x",
        "07, 07_x",
        "07_x, 07_x",
        "07_x.md, 07_x",
        "07_x.ipynb, 07_x",
        "notebooks/07_x.md, 07_x",
        "1, 01_y",
        "11, 11_z"
    })
    void aLectureIsFoundByWhatItIsCalled(String name, String lecture) throws Exception {
        assertEquals(course + "/notebooks/" + lecture + ".ipynb", slides(name).strip());
    }

    private String slides(String arguments) throws Exception {
        Files.createDirectories(course.resolve("notebooks"));
        for (String file : List.of("01_y", "07_x", "11_z", "12_z")) {
            Files.writeString(course.resolve("notebooks/" + file + ".ipynb"), "{}");
        }
        return functions("build() { :; }; client() { python=show; }; show() { echo \"$2\"; }; cd /; (slides "
                + arguments + ") || echo refused");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "13 | there is no lecture '13'",
                "'' | there is no lecture ''",
                "0 | there is no lecture '0'",
                "7 --out | unknown option --out",
                "7 /proc/version | nothing can be written into /proc/version",
                "7 /proc/version/x | nothing can be written into /proc/version/x: /proc/version is not a folder",
                "7 a b | say which lecture"
            },
            quoteCharacter = '"')
    void whatIsNoLectureIsSaid(String arguments, String message) throws Exception {
        assertTrue(slides(arguments).contains(message) && said.endsWith("refused\n"), said);
    }

    /** A course that was installed with one Java is found built only with that one. */
    @Test
    void aHubsServerUsesTheJavaOfTheInstallation() throws Exception {
        Path prefix = folder.resolve("prefix");
        for (String inside : List.of("bin", "share", "course", "jupyter")) {
            Files.createDirectories(prefix.resolve(inside));
        }
        Files.copy(ROOT.resolve("lib/kernel/src/main/hub/kontrast-server"), prefix.resolve("bin/kontrast-server"));
        Files.writeString(prefix.resolve("share/java-home"), "/the/jdk of it\n");
        Files.writeString(prefix.resolve("course/course"), "#!/bin/sh\necho \"$JAVA_HOME $*\"\n");
        Files.writeString(prefix.resolve("jupyter/jupyter"), "#!/bin/sh\npwd; echo \"$*\"\n");
        assertTrue(prefix.resolve("course/course").toFile().setExecutable(true));
        assertTrue(prefix.resolve("jupyter/jupyter").toFile().setExecutable(true));
        Path work = folder.resolve("copies");
        Map<String, String> environment = Map.of(
                "JAVA_HOME",
                "/another",
                "JUPYTERHUB_API_TOKEN",
                "",
                "KONTRAST_WORK",
                work.toString(),
                "PATH",
                prefix + "/jupyter:" + System.getenv("PATH"));
        assertEquals(0, bash(environment, List.of("bash", prefix + "/bin/kontrast-server", "--port=1")), said);
        List<String> lines = said.lines().toList();
        assertEquals("/the/jdk of it update --open", lines.get(0));
        assertEquals(work.toRealPath().toString(), lines.get(1));
        assertTrue(lines.get(2).startsWith("server --port=1 --ServerApp.root_dir=" + work.toRealPath()), said);
        assertEquals(
                "rwx------",
                PosixFilePermissions.toString(Files.getPosixFilePermissions(work)),
                "no neighbour reads it");
    }

    @Test
    void aFolderThatOthersMayNotEnterIsFound() throws Exception {
        functions("mkdir -p $1/a/b/c; chmod 755 $1/a $1/a/b; closed_above $1/a/b/c");
        assertEquals("", said.strip());
        functions(
                "chmod 750 $1/a/b; closed_above $1/a/b/c; closed_above $1/a/b; chmod 700 $1/a; closed_above $1/a/b/c");
        assertEquals(folder + "/a/b\n\n" + folder + "/a\n", said);
    }

    /** It is asked of the program itself, where there is one: the launcher's text has options of {@code bench} alone. */
    @ParameterizedTest
    @CsvSource({"help_for bench grading", "help_for bench grading --parts 3 --help"})
    void aCommandOfTwoWordsHasHelpOfItsOwn(String call) throws Exception {
        String stubs = "has_java_command() { :; }; java_run() { printf '<%s>' \"$@\"; }; ";
        assertEquals("<kontrast.grader.Main><bench grading><--help>", functions(stubs + call));
    }

    /** Where nothing is built, there is help all the same. */
    @Test
    void everyCommandHasHelp() throws Exception {
        for (String call :
                List.of("help run", "run --help", "run notebooks/x.ipynb -h", "grade --help", "doctor --help")) {
            List<String> command = new ArrayList<>(List.of(course + "/course"));
            command.addAll(List.of(call.split(" ", -1)));
            assertEquals(0, bash(Map.of(), command), call + ": " + said);
            String word = call.replace("help ", "").split(" ", -1)[0];
            assertTrue(said.startsWith("  ./course " + word), said);
        }
        assertEquals(1, bash(Map.of(), List.of(course + "/course", "relaese")));
        assertTrue(said.contains("'relaese' is not a command"), said);
        assertEquals(1, bash(Map.of(), List.of(course + "/course", "help", "relaese")));
        assertTrue(said.contains("'relaese' is not a command"), said);
    }
}
