package kontrast.data;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.function.Executable;

/** What can befall a file, and the check that a reader tells it with the file's name. */
enum Damage {
    EMPTY {
        @Override
        byte[] of(byte[] file) {
            return new byte[0];
        }
    },
    TRUNCATED {
        @Override
        byte[] of(byte[] file) {
            return Arrays.copyOf(file, file.length * 2 / 3);
        }
    },
    ONE_BYTE_SHORT {
        @Override
        byte[] of(byte[] file) {
            return Arrays.copyOf(file, file.length - 1);
        }
    },
    OVERSIZED {
        @Override
        byte[] of(byte[] file) {
            return Arrays.copyOf(file, file.length + 1000);
        }
    },
    WRONG_MAGIC {
        @Override
        byte[] of(byte[] file) {
            byte[] other = file.clone();
            Arrays.fill(other, 0, Math.min(16, file.length), (byte) 0xC3);
            return other;
        }
    },
    BIT_FLIPPED {
        @Override
        byte[] of(byte[] file) {
            byte[] other = file.clone();
            other[file.length / 2] ^= 0x10;
            return other;
        }
    },
    MISSING {
        @Override
        byte[] of(byte[] file) {
            return null;
        }
    };

    /** The damaged content; null if the file is gone. */
    abstract byte[] of(byte[] file);

    /** Damages the file, and checks that reading it fails with its name in the message. */
    void assertTold(Path file, Executable read) throws IOException {
        byte[] whole = Files.readAllBytes(file);
        byte[] damaged = of(whole);
        if (damaged == null) {
            Files.delete(file);
        } else {
            Files.write(file, damaged);
        }
        try {
            String message = assertThrows(DataException.class, read, name()).getMessage();
            assertTrue(message.contains(file.getFileName().toString()), message);
            assertTrue(message.contains("expected:") && message.contains("found:"), message);
        } finally {
            Files.write(file, whole);
        }
    }
}
