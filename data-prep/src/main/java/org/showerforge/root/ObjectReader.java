package org.showerforge.root;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads streamed objects, member by member as their class descriptions say.
 *
 * <p>An object starts with its length in bytes and its class's version. A pointer is a tag: 0 for
 * null, the place of an object read before, or a class (spelled out the first time, by its place
 * later) and then the object. Places count from the start of the record's key. What is not
 * understood is skipped by its length; a class's members behind it stay unread.
 */
final class ObjectReader {
  /** Numbers of member types; arrays and counted pointers add to that of the basic type. */
  static final int ARRAY = 20;

  static final int COUNTED_POINTER = 40;
  static final int POINTER = 64;
  static final int STRING = 65;
  static final int NAMED = 67;

  private static final int BASE = 0;
  private static final int OBJECT = 61;
  private static final int ANY = 62;
  private static final int POINTER_NOT_NULL = 63;
  private static final int TOBJECT = 66;
  private static final int POINTER_ANY = 69;

  private static final int LENGTH_FLAG = 0x40000000;
  private static final int CLASS_FLAG = 0x80000000;
  private static final int NEW_CLASS = -1;
  private static final int PLACE_OFFSET = 2;
  private static final int REFERENCED = 1 << 4;
  private static final int MAX_DEPTH = 100;
  private static final int MAX_OBJECTS = 1_000_000;

  /** The flag before a counted array whose 32-bit positions were stored in 64 bits. */
  private static final int WIDE_FLAG = 2;

  private final Cursor in;
  private final int displacement;
  private final StreamedClasses classes;
  private final Map<Integer, RootObject> objects = new HashMap<>();
  private final Map<Integer, String> classNames = new HashMap<>();
  private long steps;
  private int depth;

  /**
   * Reads a record's content.
   *
   * @param displacement length of the record's key
   */
  ObjectReader(Cursor in, int displacement, StreamedClasses classes) {
    this.in = in;
    this.displacement = displacement;
    this.classes = classes;
    this.steps = 1_000_000 + 16L * in.remaining();
  }

  /** Reads an object of a known class. */
  RootObject object(String className) {
    RootObject object = new RootObject(className, in.where());
    fill(object, className);
    return object;
  }

  private void fill(RootObject object, String className) {
    if (++depth > MAX_DEPTH) {
      throw in.damaged("objects are nested deeper than " + MAX_DEPTH);
    }
    switch (className) {
      case "TObjArray", "TList" -> collection(object, className);
      case "TBasket" -> object.basket(Basket.embedded(in));
      default -> members(object, className);
    }
    depth--;
  }

  /** The head of an object. */
  private record Head(int version, int end) {}

  private Head head() {
    step();
    int end = -1;
    if ((in.peekInt32() & (LENGTH_FLAG | CLASS_FLAG)) == LENGTH_FLAG) {
      int length = in.int32() & ~LENGTH_FLAG;
      in.checkCount(length, "bytes of an object", 1);
      end = in.position() + length;
    }
    return new Head(in.uint16(), end);
  }

  private void step() {
    if (--steps < 0) {
      throw in.damaged("its objects run in circles");
    }
  }

  private void collection(RootObject object, String className) {
    Head head = head();
    tObject();
    object.put("fName", in.string());
    int n = in.count("objects", Integer.BYTES);
    if (className.equals("TObjArray")) {
      in.int32(); // lower bound of the index
    }
    List<@Nullable RootObject> elements = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      elements.add(pointer());
      if (className.equals("TList")) {
        in.string(); // drawing option
      }
    }
    object.elements(elements);
    finish(head, className);
  }

  /** The base of most classes; it has no length of its own. */
  private void tObject() {
    Head head = head();
    in.int32(); // unique ID
    int bits = in.int32();
    if ((bits & REFERENCED) != 0) {
      in.uint16(); // process ID
    }
    finish(head, "TObject");
  }

  private void named(RootObject object) {
    Head head = head();
    tObject();
    object.put("fName", in.string());
    object.put("fTitle", in.string());
    finish(head, "TNamed");
  }

  /** Ends an object where its length says; to have read beyond it is damage. */
  private void finish(Head head, String className) {
    if (head.end >= 0) {
      if (in.position() > head.end) {
        throw in.damaged("a " + className + " ends before its members do, at byte " + head.end);
      }
      in.seek(head.end);
    }
  }

  private void members(RootObject object, String className) {
    Head head = head();
    List<StreamedClasses.Member> members = classes.members(className, head.version);
    boolean understood = members != null && !StreamedClasses.isPartial(className);
    for (StreamedClasses.Member member :
        members == null ? List.<StreamedClasses.Member>of() : members) {
      step();
      if (!member(object, member)) {
        understood = false;
        break;
      }
    }
    if (understood && head.end >= 0 && in.position() != head.end) {
      throw in.damaged(
          "a " + className + " ends at byte " + head.end + ", not where its members do");
    }
    if (!understood && head.end < 0) {
      throw in.damaged(
          "class " + className + " version " + head.version + " is not described by the file");
    }
    finish(head, className);
  }

  /** Reads one member; false if it is of a kind that is not understood. */
  private boolean member(RootObject object, StreamedClasses.Member member) {
    int kind = member.kind();
    switch (kind) {
      case BASE -> {
        if (member.name().equals("TNamed")) {
          named(object);
        } else if (member.name().equals("TObject")) {
          tObject();
        } else {
          fill(object, member.name());
        }
      }
      case NAMED -> named(object);
      case TOBJECT -> tObject();
      case STRING -> object.put(member.name(), in.string());
      case POINTER, POINTER_ANY -> {
        RootObject target = pointer();
        if (target != null) {
          object.put(member.name(), target);
        }
      }
      case OBJECT, ANY, POINTER_NOT_NULL -> {
        return inner(object, member);
      }
      default -> {
        return numbers(object, member);
      }
    }
    return true;
  }

  private boolean inner(RootObject object, StreamedClasses.Member member) {
    String typeName = member.typeName().replace("*", "").trim();
    switch (typeName) {
      case "TObjArray", "TList" -> object.put(member.name(), object(typeName));
      case "TArrayD", "TArrayL64" -> in.skip(Long.BYTES * in.count("numbers", Long.BYTES));
      case "TArrayI", "TArrayF" -> in.skip(Integer.BYTES * in.count("numbers", Integer.BYTES));
      default -> {
        if ((in.peekInt32() & (LENGTH_FLAG | CLASS_FLAG)) != LENGTH_FLAG) {
          return false;
        }
        finish(head(), typeName);
      }
    }
    return true;
  }

  private boolean numbers(RootObject object, StreamedClasses.Member member) {
    int kind = member.kind();
    if (kind > 0 && kind < ARRAY) {
      if (Basic.bytes(kind) == 0) {
        return false;
      }
      object.put(member.name(), Basic.read(in, kind));
      return true;
    }
    int basic = kind % ARRAY;
    int width = kind < 0 || kind > COUNTED_POINTER + ARRAY ? 0 : Basic.bytes(basic);
    if (width == 0) {
      return false;
    }
    long n = member.length();
    if (kind > COUNTED_POINTER) {
      n = object.integer(member.counter());
      int flag = in.uint8();
      if (flag == 0) {
        n = 0;
      } else if (flag == WIDE_FLAG) {
        basic = Basic.INT64;
        width = Long.BYTES;
      }
    }
    in.checkCount(n, "numbers of " + member.name(), width);
    steps -= n;
    step();
    // Shorter numbers are nowhere needed, and would grow in memory.
    if (Basic.isInteger(basic) && width >= Integer.BYTES) {
      long[] values = new long[(int) n];
      for (int i = 0; i < n; i++) {
        values[i] = Basic.read(in, basic).longValue();
      }
      object.put(member.name(), values);
    } else {
      in.skip((int) n * width);
    }
    return true;
  }

  private @Nullable RootObject pointer() {
    step();
    int begin = in.position();
    int tag = in.int32();
    int end = -1;
    if ((tag & (LENGTH_FLAG | CLASS_FLAG)) == LENGTH_FLAG) {
      int length = tag & ~LENGTH_FLAG;
      in.checkCount(length, "bytes of an object", 1);
      end = in.position() + length;
    }
    int classAt = in.position();
    if (end >= 0) {
      tag = in.int32();
    } else if ((tag & CLASS_FLAG) != 0) {
      throw in.damaged("an object has no length");
    }
    if ((tag & CLASS_FLAG) == 0) {
      RootObject known = objects.get(tag);
      if (end >= 0) {
        in.seek(end);
      }
      if (tag > 1 && known == null) {
        return new RootObject("something unread", in.where());
      }
      return known;
    }
    String className;
    if (tag == NEW_CLASS) {
      className = in.zeroTerminated();
      classNames.put(classAt + displacement + PLACE_OFFSET, className);
    } else {
      String known = classNames.get(tag & ~CLASS_FLAG);
      if (known == null) {
        throw in.damaged(
            "an object is of the class named at "
                + (tag & ~CLASS_FLAG)
                + ", a place"
                + " where no class is named");
      }
      className = known;
    }
    if (objects.size() >= MAX_OBJECTS) {
      throw in.damaged("has more than " + MAX_OBJECTS + " objects");
    }
    RootObject object = new RootObject(className, in.where());
    objects.put(begin + displacement + PLACE_OFFSET, object);
    fillAndEnd(object, end);
    return object;
  }

  /** Reads an object behind a pointer; one of a class without description is skipped. */
  private void fillAndEnd(RootObject object, int end) {
    fill(object, object.className());
    if (in.position() > end) {
      throw in.damaged("a " + object.className() + " is longer than its pointer says");
    }
    in.seek(end);
  }
}
