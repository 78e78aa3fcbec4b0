package org.showerforge.jobs.registry;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import org.showerforge.UserException;

/**
 * Ed25519 signatures with keys in PEM files, as {@code openssl genpkey -algorithm ed25519} and
 * {@code openssl pkey -pubout} write them. What a key file holds is never repeated in a message.
 */
final class Signatures {
  private static final String ALGORITHM = "Ed25519";
  private static final int MAX_KEY_BYTES = 1 << 12;

  private Signatures() {}

  static PrivateKey privateKey(String file) {
    try {
      return KeyFactory.getInstance(ALGORITHM)
          .generatePrivate(new PKCS8EncodedKeySpec(pem(file, "PRIVATE KEY")));
    } catch (GeneralSecurityException e) {
      throw new UserException("%s: is not an Ed25519 private key in PEM", file);
    }
  }

  static PublicKey publicKey(String file) {
    try {
      return KeyFactory.getInstance(ALGORITHM)
          .generatePublic(new X509EncodedKeySpec(pem(file, "PUBLIC KEY")));
    } catch (GeneralSecurityException e) {
      throw new UserException("%s: is not an Ed25519 public key in PEM", file);
    }
  }

  private static byte[] pem(String file, String kind) {
    try {
      Path path = Path.of(file);
      if (Files.size(path) > MAX_KEY_BYTES) {
        throw new UserException("%s: is too large for a key", file);
      }
      String text = Files.readString(path, StandardCharsets.US_ASCII).strip();
      String begin = "-----BEGIN " + kind + "-----";
      String end = "-----END " + kind + "-----";
      if (!text.startsWith(begin) || !text.endsWith(end)) {
        throw new UserException(
            "%s: is not an Ed25519 %s in PEM", file, kind.toLowerCase(java.util.Locale.ROOT));
      }
      return Base64.getMimeDecoder()
          .decode(text.substring(begin.length(), text.length() - end.length()));
    } catch (IOException | IllegalArgumentException e) {
      throw new UserException("%s: the key cannot be read; is the path right?", file);
    }
  }

  static String sign(PrivateKey key, byte[] message) {
    try {
      Signature signature = Signature.getInstance(ALGORITHM);
      signature.initSign(key);
      signature.update(message);
      return Base64.getEncoder().encodeToString(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static boolean verify(PublicKey key, byte[] message, String signed) {
    try {
      Signature signature = Signature.getInstance(ALGORITHM);
      signature.initVerify(key);
      signature.update(message);
      return signature.verify(Base64.getDecoder().decode(signed));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      return false;
    }
  }
}
