package kontrast.grader.grade;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** No sandbox at all: a process of its own, with the JVM's limits only. */
final class Unprotected implements Sandbox {

    @Override
    public List<String> wrap(List<String> command, Map<String, Path> visible, Optional<Path> writable, Limits limits) {
        return command;
    }

    @Override
    public String path(String inside, Path here) {
        return here.toString();
    }

    @Override
    public String describe() {
        return "no sandbox (--unsafe): submissions can read this account's files and use the network";
    }
}
