package kontrast.claim.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import kontrast.data.DataException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnceTest {

    @TempDir
    Path folder;

    @Test
    void whatWasLoadedIsKeptAndWhatWasNotIsTriedAgain() {
        List<String> tries = new ArrayList<>();
        Once<List<String>> once = new Once<>(() -> {
            tries.add("try");
            if (tries.size() < 3) {
                throw new DataException(folder, "a file", "none", "Wait.");
            }
            return new ArrayList<>();
        });
        assertThrows(DataException.class, once::get);
        assertThrows(DataException.class, once::get);
        assertSame(once.get(), once.get());
        assertEquals(3, tries.size());
    }
}
