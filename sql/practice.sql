-- Practice data: two customers, two warehouses, goods with stock, a WooCommerce store each and a vendor account at the
-- practice store, logins.
-- `gwms-admin practice` runs this once in an empty database, then sets the password of every user here, puts the practice
-- store's address in front of store addresses that begin with '/', and seals the practice stores' credentials, which
-- follow from the path. Some products are left unmapped on purpose.

INSERT INTO customer (id, code, name) VALUES (1, 'harbor', 'Harbor Trading'), (2, 'meadow', 'Meadow Home');

INSERT INTO user (id, customer_id, email, name, all_warehouses) VALUES
  (1, 1, 'operator@practice.test', 'Olivia Operator', 0),
  (2, 1, 'admin@practice.test', 'Adam Admin', 0),
  (3, NULL, 'warehouse@practice.test', 'Wanda Warehouse', 0),
  (4, NULL, 'root@practice.test', 'Root', 1),
  (5, 2, 'operator@other.test', 'Otto Other', 0);

INSERT INTO user_role (user_id, role_id) VALUES (1, 1), (2, 2), (3, 3), (4, 4), (5, 1);

INSERT INTO warehouse (id, code, name, country) VALUES (1, 'LAX1', 'Los Angeles 1', 'US'), (2, 'HAM1', 'Hamburg 1', 'DE');

INSERT INTO user_warehouse (user_id, warehouse_id) VALUES (3, 1), (3, 2);

INSERT INTO shipping_channel (id, warehouse_id, code, name, carrier, service_type, self_pickup, rate_base, rate_per_kg, rate_currency) VALUES
  (1, 1, 'USPS-GA', 'USPS Ground Advantage', 'USPS', 'Ground Advantage', 0, 4.5000, 1.2000, 'USD'),
  (2, 1, 'UPS-GROUND', 'UPS Ground', 'UPS', 'Ground', 0, 7.9000, 0.9000, 'USD'),
  (3, 1, 'FEDEX-2D', 'FedEx 2Day', 'FedEx', '2Day', 0, 14.0000, 2.1000, 'USD'),
  (4, 1, 'PICKUP', 'Self-pickup, Los Angeles', 'Self-pickup', 'Label of the customer', 1, 1.0000, 0.0000, 'USD'),
  (5, 2, 'DHL-PAKET', 'DHL Paket', 'DHL', 'Paket', 0, 3.9000, 0.5000, 'EUR'),
  (6, 2, 'DPD-CLASSIC', 'DPD Classic', 'DPD', 'Classic', 0, 3.6000, 0.5500, 'EUR'),
  (7, 2, 'PICKUP', 'Self-pickup, Hamburg', 'Self-pickup', 'Label of the customer', 1, 1.0000, 0.0000, 'EUR');

-- Meadow Home has no business in Los Angeles: dispatching there is refused and says why.
INSERT INTO business (customer_id, warehouse_id, service) VALUES
  (1, 1, 'dropshipping'), (1, 2, 'dropshipping'), (1, 1, 'b2b'), (2, 2, 'dropshipping');

INSERT INTO sku (id, customer_id, code, name, barcode, weight_grams, status) VALUES
  (1, 1, 'WH-HB-001', 'Stoneware Coffee Mug, 350 ml', '4000000000001', 420, 'enabled'),
  (2, 1, 'WH-HB-002', 'Linen Tea Towel, Set of 2', '4000000000002', 180, 'enabled'),
  (3, 1, 'WH-HB-003', 'Oak Cutting Board, 40 cm', '4000000000003', 1350, 'enabled'),
  (4, 1, 'WH-HB-004', 'Cast Iron Skillet, 26 cm', '4000000000004', 2400, 'enabled'),
  (5, 1, 'WH-HB-005', 'Glass Storage Jar with Cork Lid, 1 L', '4000000000005', 650, 'enabled'),
  (6, 1, 'WH-HB-006', 'Beeswax Candle, Pair', '4000000000006', 300, 'enabled'),
  (7, 1, 'WH-HB-007', 'Wool Throw Blanket "Fjord"', '4000000000007', 1100, 'enabled'),
  (8, 1, 'WH-HB-008', 'Cotton Bath Towel, 70 x 140 cm', '4000000000008', 550, 'enabled'),
  (9, 1, 'WH-HB-009', 'Enamel Teapot, 1.2 L', '4000000000009', 950, 'enabled'),
  (10, 1, 'WH-HB-010', 'Bamboo Drawer Organizer', '4000000000010', 800, 'enabled'),
  (11, 1, 'WH-HB-011', 'Stainless Steel Water Bottle, 750 ml', '4000000000011', 350, 'enabled'),
  (12, 1, 'WH-HB-012', 'Canvas Storage Basket', '4000000000012', 600, 'enabled'),
  (13, 1, 'WH-HB-013', 'Porcelain Dinner Plate, 27 cm', '4000000000013', 750, 'enabled'),
  (14, 1, 'WH-HB-014', 'Digital Kitchen Scale', '4000000000014', 480, 'enabled'),
  (15, 1, 'WH-HB-015', 'Pepper Mill, Walnut', '4000000000015', 330, 'enabled'),
  (16, 1, 'WH-HB-016', 'Garden Pruning Shears', '4000000000016', 290, 'enabled'),
  (17, 1, 'WH-HB-017', 'Terracotta Plant Pot, 18 cm', '4000000000017', 1050, 'enabled'),
  (18, 1, 'WH-HB-018', 'LED Reading Lamp', '4000000000018', 880, 'enabled'),
  (19, 1, 'WH-HB-019', 'Pour-over Coffee Dripper', '4000000000019', 400, 'enabled'),
  (20, 1, 'WH-HB-020', 'Coffee Filters No. 4, 100 Pieces', '4000000000020', 150, 'enabled'),
  (21, 1, 'WH-HB-021', 'Dish Brush with Replaceable Head', '4000000000021', 120, 'enabled'),
  (22, 1, 'WH-HB-022', 'Castile Soap Bar & Tray', '4000000000022', 210, 'enabled'),
  (23, 1, 'HB-023', 'Picnic Blanket, Waterproof', '4000000000023', 1200, 'enabled'),
  (24, 1, 'hb-024', 'Folding Step Stool', '4000000000024', 2900, 'enabled'),
  (25, 1, 'WH-HB-025', 'Door Mat, Coir', '4000000000025', 500, 'enabled'),
  (26, 1, 'WH-HB-026', 'Laundry Basket', '4000000000026', 500, 'enabled'),
  (27, 1, 'WH-HB-027', 'Wooden Stool', '4000000000027', 500, 'enabled'),
  (28, 1, 'WH-HB-028', 'Paper Lantern', '4000000000028', 500, 'enabled'),
  (29, 1, 'WH-HB-029', 'Picture Frame A4', '4000000000029', 500, 'enabled'),
  (30, 1, 'WH-HB-030', 'Shoe Brush', '4000000000030', 500, 'enabled'),
  (31, 1, 'WH-HB-031', 'Harbor Tee, Size S', '4000000000031', 200, 'enabled'),
  (32, 1, 'WH-HB-032', 'Harbor Tee, Size M', '4000000000032', 200, 'enabled'),
  (33, 1, 'WH-HB-033', 'Harbor Tee, Size L', '4000000000033', 200, 'enabled'),
  (34, 1, 'WH-HB-034', 'Spice Rack', '4000000000034', 500, 'enabled'),
  (35, 1, 'WH-HB-035', 'Bread Bin', '4000000000035', 500, 'enabled'),
  (36, 1, 'WH-HB-036', 'Salt Mill, Walnut', '4000000000036', 500, 'enabled'),
  (37, 1, 'WH-HB-037', 'Oil Bottle, 500 ml', '4000000000037', 500, 'enabled'),
  (38, 1, 'WH-HB-038', 'Cake Tin, 24 cm', '4000000000038', 500, 'enabled'),
  (39, 1, 'WH-HB-039', 'Wall Clock, 30 cm', '4000000000039', 500, 'disabled'),
  (40, 1, 'WH-HB-040', 'Umbrella Stand', '4000000000040', 500, 'pending_review'),
  (41, 2, 'WH-MD-001', 'Seed Starting Kit, 24 Cells', '4000000100001', 520, 'enabled'),
  (42, 2, 'WH-MD-002', 'Copper Watering Can, 1.5 L', '4000000100002', 900, 'enabled'),
  (43, 2, 'WH-MD-003', 'Garden Gloves, Goatskin', '4000000100003', 140, 'enabled'),
  (44, 2, 'WH-MD-004', 'Wildflower Seed Mix, 100 g', '4000000100004', 110, 'enabled'),
  (45, 2, 'WH-MD-005', 'Hand Trowel, Forged', '4000000100005', 380, 'enabled'),
  (46, 2, 'WH-MD-006', 'Jute Twine, 150 m', '4000000100006', 250, 'enabled'),
  (47, 2, 'WH-MD-007', 'Bird Feeder, Cedar', '4000000100007', 1150, 'enabled'),
  (48, 2, 'WH-MD-008', 'Lavender Sachet, Set of 4', '4000000100008', 90, 'enabled'),
  (49, 2, 'WH-MD-009', 'Solar Path Light, Set of 6', '4000000100009', 1700, 'enabled'),
  (50, 2, 'WH-MD-010', 'Herb Drying Rack', '4000000100010', 440, 'enabled'),
  (51, 2, 'WH-MD-011', 'Kneeling Pad', '4000000100011', 360, 'enabled'),
  (52, 2, 'WH-MD-012', 'Compost Caddy, 5 L', '4000000100012', 1250, 'enabled'),
  (53, 2, 'WH-MD-013', 'Meadow Mug, Red', '4000000100013', 400, 'enabled'),
  (54, 2, 'WH-MD-014', 'Meadow Mug, Blue', '4000000100014', 400, 'enabled'),
  (55, 2, 'WH-MD-015', 'Linen Napkin, Set of 4', '4000000100015', 400, 'enabled'),
  (56, 2, 'WH-MD-016', 'Vase, 22 cm', '4000000100016', 400, 'enabled'),
  (57, 2, 'WH-MD-017', 'Milk Jug', '4000000100017', 400, 'enabled'),
  (58, 2, 'WH-MD-018', 'Butter Dish', '4000000100018', 400, 'enabled'),
  (59, 2, 'WH-MD-019', 'Egg Cup, Set of 6', '4000000100019', 400, 'enabled'),
  (60, 2, 'WH-MD-020', 'Honey Dipper', '4000000100020', 400, 'enabled');

-- Every SKU in every warehouse of its customer; WH-HB-017 is out of stock in both, WH-HB-016 nearly.
INSERT INTO stock (warehouse_id, sku_id, customer_id, on_hand, reserved)
  SELECT w.id, s.id, s.customer_id, CASE WHEN s.id = 17 THEN 0 WHEN s.id = 16 THEN 1 ELSE 40 + MOD(s.id * 17 + w.id * 5, 160) END, 0
    FROM sku s JOIN warehouse w ON w.id = 2 OR s.customer_id = 1;

INSERT INTO stock_adjustment (customer_id, warehouse_id, sku_id, quantity, reason, note, created_by)
  SELECT customer_id, warehouse_id, sku_id, on_hand, 'received', 'opening stock', 'practice data' FROM stock WHERE on_hand > 0;

INSERT INTO stock_movement (customer_id, warehouse_id, sku_id, cause, cause_id, on_hand_change, reserved_change, actor_kind, actor_name, note)
  SELECT customer_id, warehouse_id, sku_id, 'adjustment', id, quantity, 0, 'system', created_by, note FROM stock_adjustment;

INSERT INTO store (id, customer_id, platform, kind, name, url, status, authorised_at, sync_every_s, next_sync_at, test_state) VALUES
  (1, 1, 'woocommerce', 'b2c', 'Harbor Shop', '/harbor', 'authorised', NOW(6), 300, NOW(6), 'none'),
  (2, 2, 'woocommerce', 'b2c', 'Meadow Shop', '/meadow', 'authorised', NOW(6), 300, NOW(6), 'none'),
  (3, 1, 'amazon_vendor', 'b2b', 'Harbor Vendor', '/harbor-vendor', 'authorised', NOW(6), 300, NOW(6), 'none');

-- HB-018 is two of one. The vendor account sells the same goods under the same SKUs; a purchase order that names an ASIN alone finds none. Auto Match finds HB-023 by its code and suggests hb-024. HB-019 to HB-024, MD-009 to MD-012 and MD-MUG-RED are not mapped.
INSERT INTO sku_mapping (id, customer_id, store_id, sku_key, platform_sku) VALUES
  (1, 1, 1, '101', 'HB-001'),
  (2, 1, 1, '102', 'HB-002'),
  (3, 1, 1, '103', 'HB-003'),
  (4, 1, 1, '104', 'HB-004'),
  (5, 1, 1, '105', 'HB-005'),
  (6, 1, 1, '106', 'HB-006'),
  (7, 1, 1, '107', 'HB-007'),
  (8, 1, 1, '108', 'HB-008'),
  (9, 1, 1, '109', 'HB-009'),
  (10, 1, 1, '110', 'HB-010'),
  (11, 1, 1, '111', 'HB-011'),
  (12, 1, 1, '112', 'HB-012'),
  (13, 1, 1, '113', 'HB-013'),
  (14, 1, 1, '114', 'HB-014'),
  (15, 1, 1, '115', 'HB-015'),
  (16, 1, 1, '116', 'HB-016'),
  (17, 1, 1, '117', 'HB-017'),
  (18, 1, 1, '118', 'HB-018'),
  (19, 1, 1, '130:131', 'HB-TEE-S'),
  (20, 1, 1, '130:132', 'HB-TEE-M'),
  (21, 1, 1, '130:133', 'HB-TEE-L'),
  (22, 2, 2, '201', 'MD-001'),
  (23, 2, 2, '202', 'MD-002'),
  (24, 2, 2, '203', 'MD-003'),
  (25, 2, 2, '204', 'MD-004'),
  (26, 2, 2, '205', 'MD-005'),
  (27, 2, 2, '206', 'MD-006'),
  (28, 2, 2, '207', 'MD-007'),
  (29, 2, 2, '208', 'MD-008'),
  (30, 2, 2, '230:231', 'MD-MUG-BLUE'),
  (31, 1, 3, 'HB-001', 'HB-001'),
  (32, 1, 3, 'HB-002', 'HB-002'),
  (33, 1, 3, 'HB-003', 'HB-003'),
  (34, 1, 3, 'HB-004', 'HB-004'),
  (35, 1, 3, 'HB-005', 'HB-005'),
  (36, 1, 3, 'HB-006', 'HB-006'),
  (37, 1, 3, 'HB-007', 'HB-007'),
  (38, 1, 3, 'HB-008', 'HB-008'),
  (39, 1, 3, 'HB-009', 'HB-009'),
  (40, 1, 3, 'HB-010', 'HB-010'),
  (41, 1, 3, 'HB-011', 'HB-011'),
  (42, 1, 3, 'HB-012', 'HB-012'),
  (43, 1, 3, 'HB-013', 'HB-013'),
  (44, 1, 3, 'HB-014', 'HB-014'),
  (45, 1, 3, 'HB-015', 'HB-015'),
  (46, 1, 3, 'HB-016', 'HB-016'),
  (47, 1, 3, 'HB-017', 'HB-017'),
  (48, 1, 3, 'HB-018', 'HB-018'),
  (49, 1, 3, 'HB-TEE-S', 'HB-TEE-S'),
  (50, 1, 3, 'HB-TEE-M', 'HB-TEE-M'),
  (51, 1, 3, 'HB-TEE-L', 'HB-TEE-L');

INSERT INTO sku_mapping_item (mapping_id, sku_id, customer_id, quantity) VALUES
  (1, 1, 1, 1),
  (2, 2, 1, 1),
  (3, 3, 1, 1),
  (4, 4, 1, 1),
  (5, 5, 1, 1),
  (6, 6, 1, 1),
  (7, 7, 1, 1),
  (8, 8, 1, 1),
  (9, 9, 1, 1),
  (10, 10, 1, 1),
  (11, 11, 1, 1),
  (12, 12, 1, 1),
  (13, 13, 1, 1),
  (14, 14, 1, 1),
  (15, 15, 1, 1),
  (16, 16, 1, 1),
  (17, 17, 1, 1),
  (18, 18, 1, 2),
  (19, 31, 1, 1),
  (20, 32, 1, 1),
  (21, 33, 1, 1),
  (22, 41, 2, 1),
  (23, 42, 2, 1),
  (24, 43, 2, 1),
  (25, 44, 2, 1),
  (26, 45, 2, 1),
  (27, 46, 2, 1),
  (28, 47, 2, 1),
  (29, 48, 2, 1),
  (30, 54, 2, 1),
  (31, 1, 1, 1),
  (32, 2, 1, 1),
  (33, 3, 1, 1),
  (34, 4, 1, 1),
  (35, 5, 1, 1),
  (36, 6, 1, 1),
  (37, 7, 1, 1),
  (38, 8, 1, 1),
  (39, 9, 1, 1),
  (40, 10, 1, 1),
  (41, 11, 1, 1),
  (42, 12, 1, 1),
  (43, 13, 1, 1),
  (44, 14, 1, 1),
  (45, 15, 1, 1),
  (46, 16, 1, 1),
  (47, 17, 1, 1),
  (48, 18, 1, 2),
  (49, 31, 1, 1),
  (50, 32, 1, 1),
  (51, 33, 1, 1);

-- The products are known from their mappings until the first SKU sync reads the store's own list.
INSERT INTO platform_product (customer_id, store_id, sku_key, platform_sku, name, seen_at)
  SELECT m.customer_id, m.store_id, m.sku_key, m.platform_sku, MIN(k.name), NOW(6)
    FROM sku_mapping m JOIN sku_mapping_item i ON i.mapping_id = m.id JOIN sku k ON k.id = i.sku_id
   GROUP BY m.customer_id, m.store_id, m.sku_key, m.platform_sku;

INSERT INTO sku_mapping_event (customer_id, store_id, sku_key, items, actor_kind, actor_name)
  SELECT m.customer_id, m.store_id, m.sku_key, CONCAT('[', GROUP_CONCAT(JSON_OBJECT('skuId', CAST(k.id AS CHAR), 'code', k.code, 'quantity', i.quantity)
         ORDER BY k.id), ']'), 'system', 'practice data'
    FROM sku_mapping m JOIN sku_mapping_item i ON i.mapping_id = m.id JOIN sku k ON k.id = i.sku_id
   GROUP BY m.id, m.customer_id, m.store_id, m.sku_key;
